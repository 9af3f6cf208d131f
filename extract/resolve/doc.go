// Package resolve puts a document's normalised elements together into the
// records of its contracts: title, dates, term, renewal, notice periods,
// governing law, jurisdiction, total value and parties.
//
// A document is first divided into its contracts; an amendment or the form of
// another contract below the signatures is one of its own, and schedules are
// attachments. For each field of a contract every element that may be its value
// is a candidate, and so is what can be computed from others (a term and the
// day on which it begins). A candidate has features: the role that the tagger
// gave, its probability, where it stands, and forms of words around it. A
// softmax over all candidates and "none of them" gives their probabilities;
// its weights are learned from people's answers (package fit). Parties are
// judged one by one.
//
// A record promises that each value points to the elements of its own contract
// from which it came or says what it was computed from, and that a field for
// which no candidate is likely enough has no value. Candidates that lost are
// kept with their probabilities.
package resolve
