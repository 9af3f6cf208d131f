#!/usr/bin/env python3
"""Pairs PyTorch with this program's network on one core.

Both run two bidirectional LSTM layers (input 200, hidden 200) and a linear layer
to 40 tags over batches of 64 sentences of 30 tokens, in turn, so that what else
the machine does meets both alike; what counts is the ratio. Training is forward,
cross-entropy, backward and Adam. Run it from the root of the repository, with
Python's package torch over a fast BLAS (Debian: python3-torch and
libopenblas0-pthread; with the plain libblas3 PyTorch is thirty times slower):

    python3 tagger/testdata/pytorch.py [rounds]
"""
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
import torch  # noqa: E402  (after the environment is set)

torch.set_num_threads(1)

BATCH, STEPS, INPUT, HIDDEN, TAGS = 64, 30, 200, 200, 40


class Tagger(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = torch.nn.LSTM(INPUT, HIDDEN, num_layers=2, bidirectional=True)
        self.out = torch.nn.Linear(2 * HIDDEN, TAGS)

    def forward(self, x):
        return self.out(self.lstm(x)[0])


def rate(step, seconds=3.0):
    """Tokens per second of the fastest step."""
    for _ in range(3):
        step()
    best, end = float("inf"), time.perf_counter() + seconds
    while time.perf_counter() < end:
        start = time.perf_counter()
        step()
        best = min(best, time.perf_counter() - start)
    return BATCH * STEPS / best


def gemm_rate():
    """GFLOP/s of PyTorch's matrix products, to see whether its BLAS is a fast one."""
    a, b = torch.randn(512, 512), torch.randn(512, 512)
    return 2 * 512**3 * rate(lambda: torch.mm(a, b), 0.5) / (BATCH * STEPS) / 1e9


def torch_rates():
    torch.manual_seed(1)
    model = Tagger()
    x = torch.randn(STEPS, BATCH, INPUT)
    tags = torch.randint(TAGS, (STEPS * BATCH,))
    optimiser = torch.optim.Adam(model.parameters())

    def infer():
        with torch.no_grad():
            model(x)

    def train():
        optimiser.zero_grad()
        loss = torch.nn.functional.cross_entropy(model(x).view(-1, TAGS), tags)
        loss.backward()
        optimiser.step()

    return {"infer": rate(infer), "train": rate(train)}


def go_rates(binary, pattern):
    out = subprocess.run(
        [binary, "-test.run=^$", "-test.bench=" + pattern, "-test.benchtime=3s", "-test.cpu=1"],
        check=True, capture_output=True, text=True).stdout
    return {m[1]: float(m[2]) for m in re.finditer(r"^Benchmark(\S+).*?([\d.]+) best-tokens/s", out, re.M)}


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    print(f"PyTorch {torch.__version__}, one thread, {gemm_rate():.0f} GFLOP/s in products of 512x512; "
          f"{rounds} rounds in turn, tokens/s of the fastest step")
    with tempfile.TemporaryDirectory() as folder:
        nn, train = os.path.join(folder, "nn.test"), os.path.join(folder, "train.test")
        subprocess.run(["go", "test", "-c", "-o", nn, "./tagger/nn"], check=True)
        subprocess.run(["go", "test", "-c", "-o", train, "./tagger/train"], check=True)
        pairs = []
        for _ in range(rounds):
            t = torch_rates()
            g = go_rates(nn, "^BenchmarkInfer$") | go_rates(train, "^BenchmarkStep$")
            pairs.append((t, g))
    for what, theirs in (("Infer/fp32", "infer"), ("Infer/int8", "infer"), ("Step/softmax", "train"), ("Step/crf", "train")):
        ours = [g[what] for _, g in pairs]
        ratios = [g[what] / t[theirs] for t, g in pairs]
        print(f"{what:14} {statistics.median(ours):9.0f}   PyTorch fp32 {statistics.median(t[theirs] for t, _ in pairs):9.0f}"
              f"   ratio {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})")


if __name__ == "__main__":
    main()
