package normal

// A place is a jurisdiction by its English name and the country it lies in
// (empty for a country).
type place struct{ name, country string }

var states = []string{
	"Alabama", "Alaska", "Arizona", "Arkansas", "California", "Colorado", "Connecticut", "Delaware",
	"District of Columbia", "Florida", "Georgia", "Hawaii", "Idaho", "Illinois", "Indiana", "Iowa",
	"Kansas", "Kentucky", "Louisiana", "Maine", "Maryland", "Massachusetts", "Michigan", "Minnesota",
	"Mississippi", "Missouri", "Montana", "Nebraska", "Nevada", "New Hampshire", "New Jersey",
	"New Mexico", "New York", "North Carolina", "North Dakota", "Ohio", "Oklahoma", "Oregon",
	"Pennsylvania", "Rhode Island", "South Carolina", "South Dakota", "Tennessee", "Texas", "Utah",
	"Vermont", "Virginia", "Washington", "West Virginia", "Wisconsin", "Wyoming", "Puerto Rico", "Guam",
}

// regions lie in the country named first.
var regions = map[string][]string{
	"Canada": {"Alberta", "British Columbia", "Manitoba", "New Brunswick", "Newfoundland and Labrador",
		"Nova Scotia", "Ontario", "Prince Edward Island", "Quebec", "Saskatchewan", "Yukon",
		"Northwest Territories", "Nunavut"},
	"Australia": {"New South Wales", "Queensland", "South Australia", "Tasmania", "Victoria",
		"Western Australia", "Australian Capital Territory", "Northern Territory"},
	"United Kingdom": {"England and Wales", "Scotland", "Northern Ireland"},
}

// aliases are other names and adjectives, in lower case, each with its place.
var aliases = map[string]string{
	"england": "England and Wales", "wales": "England and Wales", "english": "England and Wales",
	"england & wales": "England and Wales", "scottish": "Scotland", "scots": "Scotland",
	"uk": "United Kingdom", "u.k.": "United Kingdom", "great britain": "United Kingdom", "britain": "United Kingdom", "british": "United Kingdom",
	"us": "United States", "u.s.": "United States", "usa": "United States", "u.s.a.": "United States",
	"united states of america": "United States", "american": "United States",
	"people's republic of china": "China", "peoples republic of china": "China", "peoples' republic of china": "China",
	"prc": "China", "p.r.c.": "China", "p.r. china": "China", "pr china": "China", "mainland china": "China", "chinese": "China",
	"hong kong special administrative region": "Hong Kong", "hong kong sar": "Hong Kong", "hksar": "Hong Kong",
	"macao": "Macau", "macau": "Macau", "republic of china": "Taiwan", "roc": "Taiwan",
	"swiss": "Switzerland", "german": "Germany", "french": "France", "dutch": "Netherlands", "the netherlands": "Netherlands",
	"holland": "Netherlands", "belgian": "Belgium", "italian": "Italy", "spanish": "Spain", "portuguese": "Portugal",
	"irish": "Ireland", "republic of ireland": "Ireland", "swedish": "Sweden", "norwegian": "Norway", "danish": "Denmark", "finnish": "Finland",
	"icelandic": "Iceland", "austrian": "Austria", "polish": "Poland", "czech republic": "Czechia", "hungarian": "Hungary",
	"greek": "Greece", "russian federation": "Russia", "russian": "Russia", "ukrainian": "Ukraine",
	"israeli": "Israel", "japanese": "Japan", "korea": "South Korea", "republic of korea": "South Korea", "korean": "South Korea",
	"indian": "India", "singaporean": "Singapore", "malaysian": "Malaysia", "indonesian": "Indonesia", "thai": "Thailand",
	"vietnamese": "Vietnam", "viet nam": "Vietnam", "philippine": "Philippines", "australian": "Australia", "canadian": "Canada",
	"mexican": "Mexico", "brazilian": "Brazil", "argentine": "Argentina", "chilean": "Chile", "turkey": "Türkiye", "turkish": "Türkiye",
	"south african": "South Africa", "luxembourgish": "Luxembourg", "cayman": "Cayman Islands", "uae": "United Arab Emirates",
	"bvi": "British Virgin Islands", "british virgin islands": "British Virgin Islands", "burma": "Myanmar", "cyprus": "Cyprus",
	"washington d.c.": "District of Columbia", "washington, d.c.": "District of Columbia", "washington dc": "District of Columbia",
	"washington, dc": "District of Columbia", "d.c.": "District of Columbia",
	"calif": "California", "ca": "California", "n.y.": "New York", "ny": "New York", "fl": "Florida", "fla": "Florida", "tx": "Texas",
	"il": "Illinois", "nj": "New Jersey", "n.j.": "New Jersey", "pa": "Pennsylvania", "de": "Delaware", "nv": "Nevada",
	"az": "Arizona", "ga": "Georgia", "va": "Virginia", "nc": "North Carolina", "sc": "South Carolina", "tn": "Tennessee",
	"mn": "Minnesota", "mo": "Missouri", "md": "Maryland", "mi": "Michigan", "wi": "Wisconsin", "wa": "Washington",
	"ct": "Connecticut", "ut": "Utah", "ky": "Kentucky", "nh": "New Hampshire", "ri": "Rhode Island",
	"québec": "Quebec", "b.c.": "British Columbia", "nsw": "New South Wales", "newfoundland": "Newfoundland and Labrador",
	"ivory coast": "Côte d’Ivoire", "bosnia and herzegovina": "Bosnia & Herzegovina", "trinidad and tobago": "Trinidad & Tobago",
	"antigua and barbuda": "Antigua & Barbuda", "saint kitts and nevis": "St. Kitts & Nevis",
}

// cities say where a court sits when its name gives no more than the city.
var cities = map[string]string{
	"london": "England and Wales", "edinburgh": "Scotland", "belfast": "Northern Ireland", "dublin": "Ireland",
	"paris": "France", "lyon": "France", "berlin": "Germany", "munich": "Germany", "frankfurt": "Germany", "hamburg": "Germany",
	"düsseldorf": "Germany", "cologne": "Germany", "vienna": "Austria", "zurich": "Switzerland", "zürich": "Switzerland",
	"geneva": "Switzerland", "basel": "Switzerland", "zug": "Switzerland", "bern": "Switzerland", "brussels": "Belgium", "antwerp": "Belgium",
	"amsterdam": "Netherlands", "rotterdam": "Netherlands", "the hague": "Netherlands", "madrid": "Spain", "barcelona": "Spain",
	"milan": "Italy", "rome": "Italy", "lisbon": "Portugal", "stockholm": "Sweden", "oslo": "Norway", "copenhagen": "Denmark",
	"helsinki": "Finland", "warsaw": "Poland", "prague": "Czechia", "budapest": "Hungary", "athens": "Greece", "moscow": "Russia",
	"tel aviv": "Israel", "tel-aviv": "Israel", "jerusalem": "Israel", "haifa": "Israel", "tokyo": "Japan", "osaka": "Japan", "seoul": "South Korea",
	"beijing": "China", "shanghai": "China", "shenzhen": "China", "guangzhou": "China", "hangzhou": "China", "taipei": "Taiwan",
	"mumbai": "India", "new delhi": "India", "delhi": "India", "bangalore": "India", "bengaluru": "India", "chennai": "India",
	"hyderabad": "India", "kolkata": "India", "kuala lumpur": "Malaysia", "jakarta": "Indonesia", "bangkok": "Thailand", "manila": "Philippines",
	"sydney": "New South Wales", "melbourne": "Victoria", "brisbane": "Queensland", "perth": "Western Australia",
	"toronto": "Ontario", "ottawa": "Ontario", "vancouver": "British Columbia", "montreal": "Quebec", "calgary": "Alberta",
	"mexico city": "Mexico", "são paulo": "Brazil", "sao paulo": "Brazil", "buenos aires": "Argentina", "santiago": "Chile",
	"dubai": "United Arab Emirates", "johannesburg": "South Africa",
	"new york city": "New York", "manhattan": "New York", "brooklyn": "New York", "los angeles": "California", "san francisco": "California", "san diego": "California",
	"san jose": "California", "santa clara": "California", "orange county": "California", "palo alto": "California", "chicago": "Illinois", "cook county": "Illinois", "houston": "Texas",
	"dallas": "Texas", "austin": "Texas", "harris county": "Texas", "miami": "Florida", "orlando": "Florida", "atlanta": "Georgia",
	"boston": "Massachusetts", "philadelphia": "Pennsylvania", "pittsburgh": "Pennsylvania", "seattle": "Washington", "king county": "Washington",
	"denver": "Colorado", "phoenix": "Arizona", "maricopa county": "Arizona", "las vegas": "Nevada", "clark county": "Nevada",
	"salt lake city": "Utah", "minneapolis": "Minnesota", "hennepin county": "Minnesota", "detroit": "Michigan", "cleveland": "Ohio", "cincinnati": "Ohio",
	"nashville": "Tennessee", "baltimore": "Maryland", "wilmington": "Delaware", "new castle county": "Delaware", "indianapolis": "Indiana",
}
