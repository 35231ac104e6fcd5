#!/usr/bin/env python3
"""Expected numbers for the delay statistics, from lifelines and scipy.

usage: latency.py > latency.json     writes the numbers that `tests/annals/oracle.rs` compares with
       latency.py --check            computes them again and compares with latency.json

needs: pip install lifelines scipy
"""
import json, math, pathlib, random, sys, warnings

import lifelines, numpy, scipy
from lifelines import KaplanMeierFitter
from lifelines.fitters.npmle import npmle
from lifelines.utils import median_survival_times
from scipy.stats import binom, mannwhitneyu

warnings.filterwarnings("ignore")


def kaplan_meier(times, ended):
    fit = KaplanMeierFitter().fit(times, ended)
    band = fit.confidence_interval_
    rows = []
    for time in fit.survival_function_.index[1:]:
        s = float(fit.survival_function_.loc[time].iloc[0])
        low, high = (float(v) for v in band.loc[time])
        # At zero lifelines closes the band; annals keeps its last upper bound, so it is not compared.
        rows.append([int(time), s, low, None if s == 0 else high])
    finite = lambda v: None if math.isinf(v) else int(v)
    return {"times": times, "ended": ended, "rows": rows, "median": finite(fit.median_survival_time_),
            "median_low": finite(float(median_survival_times(band).iloc[0, 0]))}


def turnbull(intervals):
    """lifelines' own self-consistency step, repeated until it stands still: npmle() itself stops at
    a difference in likelihood, before the ninth digit."""
    from lifelines.fitters import npmle as m
    left = numpy.array([a for a, _ in intervals], dtype=float)
    right = numpy.array([math.inf if b is None else b for _, b in intervals], dtype=float)
    cells = sorted(set(zip(left, right)))
    weights = numpy.array([sum(1 for o in zip(left, right) if o == c) for c in cells], dtype=float)
    inner = m.create_turnbull_intervals(left, right)
    observed = m.create_observation_intervals(cells)
    lookup = m.create_turnbull_lookup(inner, observed)
    p, _ = npmle(left, right, tol=1e-12)
    p = numpy.maximum(p, 1e-9) / numpy.maximum(p, 1e-9).sum()
    for _ in range(400_000):
        new = m.E_step_M_step(observed, p, lookup, weights, 0, False)
        still = numpy.abs(new - p).max() < 1e-16
        p = new
        if still:
            break
    rows = [[int(i.left), None if math.isinf(i.right) else int(i.right), float(v)] for i, v in zip(inner, p)]
    return {"intervals": intervals, "rows": rows}


def cases():
    r = random.Random(1945)
    km, tb, q, u = [], [], [], []
    for n, span in [(1, 9), (2, 9), (7, 12), (30, 40), (120, 2000)]:
        km.append(kaplan_meier([r.randint(1, span) for _ in range(n)], [r.random() < .75 for _ in range(n)]))
    km.append(kaplan_meier([5, 5, 5, 5, 5, 5], [True] * 6))
    km.append(kaplan_meier([3, 4, 5], [False] * 3))
    for n, span, width in [(3, 9, 4), (8, 20, 6), (25, 60, 20), (60, 200, 40), (120, 900, 60)]:
        rows = []
        for _ in range(n):
            a = r.randint(0, span)
            rows.append([a, None if r.random() < .15 else a + r.randint(0, width)])
        tb.append(turnbull(rows))
    tb.append(turnbull([[0, 2], [1, 3], [5, 6]]))
    for n in [1, 2, 5, 10, 33, 100]:
        values = sorted(r.randint(-1000, 100_000) for _ in range(n))
        q.append({"values": values, "quantiles": [[p, float(numpy.quantile(values, p / 100, method="linear"))]
                                                  for p in (0, 10, 25, 50, 75, 90, 100)]})
    for n, m in [(3, 4), (20, 31), (60, 45)]:
        a, b = [r.randint(0, 60) for _ in range(n)], [r.randint(5, 70) for _ in range(m)]
        u.append({"first": a, "second": b, "longer": float(mannwhitneyu(b, a).statistic) / (n * m)})
    ranks = [[n, int(binom.ppf(0.025, n, 0.5))] for n in (6, 10, 17, 50, 121, 1000)]
    return {"lifelines": lifelines.__version__, "scipy": scipy.__version__, "numpy": numpy.__version__,
            "kaplan_meier": km, "turnbull": tb, "quantiles": q, "superiority": u, "ranks": ranks}


def same(a, b):
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[k], b[k]) for k in a if k not in ("lifelines", "scipy", "numpy"))
    if isinstance(a, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, float) or isinstance(b, float):
        return abs(a - b) < 1e-9
    return a == b


found = cases()
if "--check" in sys.argv:
    stored = json.loads(pathlib.Path(__file__).with_name("latency.json").read_text())
    agree = same(stored, found)
    print("the stored numbers", "are" if agree else "ARE NOT", "those of", found["lifelines"], found["scipy"])
    sys.exit(not agree)
print("{" + ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in found.items()) + "}")
