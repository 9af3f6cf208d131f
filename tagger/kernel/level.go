package kernel

// Level names the instruction set in use: "avx512", "avx2" or "generic".
func Level() string { return "generic" }
