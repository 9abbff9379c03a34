"""Samples the count model by NUTS, non-centred, long enough to be the oracle; run in its own environment.

NUTS moves in coordinates in which a rough normal approximation, taken at one setting of the hyper-parameters,
is the unit ball: that changes how far a step goes and nothing of what is sampled. sigma is the absolute value
of a normal, so that no chain meets a border at 0.

    export OMP_NUM_THREADS=1 XLA_FLAGS="--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
    python -m benchmarks.nuts_oracle.sample OUT.json [KEY ...]    # KEY such as 3x120; what OUT holds is kept
"""

import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import numpy.typing as npt
import numpyro
import numpyro.distributions as dist
from benchmarks.nuts_oracle.people import INTERCEPT_MEAN, RECIPES, Person, Recipe, person
from jax.nn import sigmoid, softplus
from jax.scipy.special import gammaln, logsumexp
from numpyro.diagnostics import summary
from numpyro.infer import NUTS
from numpyro.infer.util import potential_energy

Floats = npt.NDArray[np.float64]

CHAINS, WARMUP, BLOCK, ACCEPT, DEPTH = 8, 300, 500, 0.8, 7
FEWEST_BLOCKS, MOST_BLOCKS, ENOUGH_ESS = 4, 80, 5000
INTERCEPT_SD, BETA_SD, SIGMA_SCALE, PHI_MEDIAN = 1.5, 0.5, 0.5, 5.0
ROUGH = (0.4, 0.0, float(np.log(PHI_MEDIAN)))
ROUGH_SD = (0.12, 0.7, 0.5)
_LARGEST_EXACT = 100


def joined(left: Any, right: Any) -> Any:
    """Composes two steps of `z -> a z + b`."""
    return left[0] * right[0], left[1] * right[0] + right[1]


def parts(flat: Any, columns: int) -> Any:
    """Splits parameters: level, effects, signed sigma, logit of rho, log of phi, noise of each row."""
    after = 1 + columns
    return flat[..., 0], flat[..., 1:after], *(flat[..., after + i] for i in range(3)), flat[..., after + 3 :]


def drift(sigma: Any, rho: Any, noise: Any) -> Any:
    """Gives the latent state of each row from its noise."""
    step = jnp.concatenate([noise[:1], jnp.sqrt(1 - rho**2) * noise[1:]])
    return sigma * jax.lax.associative_scan(joined, (jnp.full(len(noise), rho), step))[1]


def model(counts: dict[str, Any], exposure: Any, centre: Any, root: Any) -> None:
    """The model of untwitch.inference.nb_laplace, its default priors, a fixed prior mean of the intercept.

    What is sampled in the place of the intercept is the level: intercept plus mean of the latent state over
    the rows that were seen. The counts know it well, whatever the drift does; the change has determinant 1.
    """
    columns = exposure.shape[1]
    free = dist.ImproperUniform(dist.constraints.real_vector, (), (len(centre),))
    flat = centre + root @ numpyro.sample("whitened", free)
    level, beta, sigma, logit_rho, log_phi, noise = parts(flat, columns)
    rho, phi = sigmoid(logit_rho), jnp.exp(log_phi)
    latent = drift(sigma, rho, noise)
    intercept = level - counts["seen"] @ latent / counts["seen"].sum()
    normal = ((intercept - INTERCEPT_MEAN) / INTERCEPT_SD) ** 2 + (beta**2).sum() / BETA_SD**2
    normal += (sigma / SIGMA_SCALE) ** 2 + (log_phi - jnp.log(PHI_MEDIAN)) ** 2 + (noise**2).sum()
    # Beta(2, 2) in the coordinate of the logit
    numpyro.factor("prior", -normal / 2 - 2 * softplus(logit_rho) - 2 * softplus(-logit_rho))
    ratio = intercept + exposure @ beta + latent - log_phi
    if "above" in counts:
        numpyro.factor("counts", exact(counts, ratio, phi))
    else:
        numpyro.factor("counts", between(counts, ratio, phi))


def exact(counts: dict[str, Any], ratio: Any, phi: Any) -> Any:
    """Log likelihood of counts, less what no parameter changes; gamma functions as sums of logs."""
    gammas = (counts["above"] * jnp.log(phi + jnp.arange(len(counts["above"])))).sum()
    low = counts["low"]
    return gammas + (counts["seen"] * (low * ratio - (low + phi) * softplus(ratio))).sum()


def between(counts: dict[str, Any], ratio: Any, phi: Any) -> Any:
    """Log likelihood of counts known to lie between two bounds."""
    count = jnp.arange(counts["inside"].shape[1])
    gammas = jnp.concatenate([jnp.zeros(1), jnp.cumsum(jnp.log(phi + count[:-1]))]) - gammaln(count + 1.0)
    term = gammas + count * ratio[:, None] - (count + phi) * softplus(ratio)[:, None]
    return (counts["seen"] * logsumexp(jnp.where(counts["inside"], term, -jnp.inf), axis=1)).sum()


def told(made: Person, *, buckets: bool) -> dict[str, Any]:
    """Gives the counts as the likelihood takes them: a row that nobody watched has weight 0."""
    seen = ~np.isnan(made.low)
    low, high = np.where(seen, made.low, 0.0), np.where(seen, made.high, 0.0)
    if not buckets:
        above = (low[None, :] > np.arange(_LARGEST_EXACT)[:, None]).sum(axis=1).astype(np.float64)
        return {"seen": seen.astype(np.float64), "low": low, "above": above}
    count = np.arange(int(high.max()) + 1)
    return {"seen": seen.astype(np.float64), "inside": (count >= low[:, None]) & (count <= high[:, None])}


def rough(made: Person) -> tuple[Floats, Floats]:
    """Gives centre and root of a normal approximation at one setting of the hyper-parameters, by Newton."""
    rows, columns = made.exposure.shape
    sigma, rho, phi = ROUGH[0], 1 / (1 + np.exp(-ROUGH[1])), np.exp(ROUGH[2])
    seen = ~np.isnan(made.low)
    count = np.where(seen, (made.low + made.high) / 2, 0.0)
    fading = np.linalg.cholesky(rho ** np.abs(np.subtract.outer(np.arange(rows), np.arange(rows))))
    design = np.column_stack([np.ones(rows), made.exposure, sigma * fading])
    tightness = np.concatenate([[INTERCEPT_SD**-2], np.full(columns, BETA_SD**-2), np.ones(rows)])
    prior = np.concatenate([[INTERCEPT_MEAN], np.zeros(columns + rows)])
    place = prior.copy()
    for _ in range(40):
        mean = np.exp(design @ place)
        slope = design.T @ (seen * (count - mean) * phi / (mean + phi))
        bend = seen * mean * phi * (count + phi) / (mean + phi) ** 2
        curvature = (design.T * bend) @ design + np.diag(tightness)
        step = np.linalg.solve(curvature, slope - tightness * (place - prior))
        place = place + step * min(1.0, 2 / max(float(np.abs(step).max()), 1e-12))
    size = rows + columns + 4
    own = 1 + columns + np.arange(3)
    others = np.setdiff1d(np.arange(size), own)
    centre, root = np.zeros(size), np.zeros((size, size))
    # from intercept to level, at this setting
    level = np.eye(rows + columns + 1)
    level[0, 1 + columns :] = sigma * seen @ fading / seen.sum()
    centre[others], centre[own] = level @ place, ROUGH
    root[np.ix_(others, others)] = level @ np.linalg.cholesky(np.linalg.inv(curvature))
    root[own, own] = ROUGH_SD
    return centre, root


class Chains:
    """Chains whose compiled code serves every person of the same shape: MCMC compiles anew for each run."""

    def __init__(self, given: tuple[Any, ...], *, n_parameters: int) -> None:
        """Compiles for what is given, and for everything of its shape."""
        self.kernel = NUTS(model, target_accept_prob=ACCEPT, adapt_mass_matrix=False, max_tree_depth=DEPTH)
        place = {"whitened": jnp.zeros((CHAINS, n_parameters))}
        keys = jax.random.split(jax.random.PRNGKey(0), CHAINS)
        self.fresh = self.kernel.init(keys, WARMUP, place, given, {})
        sample = self.kernel.sample

        def potential(whitened: Any, given: tuple[Any, ...]) -> Any:
            return potential_energy(model, given, {}, {"whitened": whitened})

        def run(state: Any, given: tuple[Any, ...], steps: int) -> Any:
            def step(now: Any, _: Any) -> Any:
                after = sample(now, given, {})
                return after, (after.z["whitened"], after.diverging)

            return jax.lax.scan(step, state, None, length=steps)

        self.height = jax.jit(jax.vmap(jax.value_and_grad(potential), in_axes=(0, None)))
        self.run = jax.jit(run, static_argnums=2)
        self.drift = jax.jit(jax.vmap(jax.vmap(drift)))

    def start(self, given: tuple[Any, ...], place: Floats, *, seed: int) -> Any:
        """Gives the state after the warm-up, which sets the length of a step."""
        height, slope = self.height(jnp.asarray(place), given)
        state = self.fresh._replace(
            z={"whitened": jnp.asarray(place)},
            z_grad={"whitened": slope},
            potential_energy=height,
            rng_key=jax.random.split(jax.random.PRNGKey(seed), CHAINS),
        )
        return self.run(state, given, WARMUP)[0]


def sampled(recipe: Recipe, chains: dict[tuple[int, bool], Chains]) -> dict[str, Any]:
    """Runs blocks of draws until intercept and effects are known well enough, and gives their figures."""
    began, cpu = time.perf_counter(), time.process_time()
    made = person(recipe)
    columns = made.exposure.shape[1]
    counts = told(made, buckets=recipe.buckets)
    shape = (recipe.rows, recipe.buckets)
    centre, root = rough(made)
    given = jax.tree.map(jnp.asarray, (counts, made.exposure, centre, root))
    if shape not in chains:
        chains[shape] = Chains(given, n_parameters=len(centre))
    place = 0.3 * np.random.default_rng(recipe.seed).standard_normal((CHAINS, len(centre)))
    state = chains[shape].start(given, place, seed=recipe.seed)
    coefficient, hyper, diverged = [], [], 0
    for block in range(MOST_BLOCKS):
        state, (whitened, diverging) = chains[shape].run(state, given, BLOCK)
        flat = centre + np.moveaxis(np.asarray(whitened), 1, 0) @ root.T
        level, beta, sigma, logit_rho, log_phi, noise = parts(flat, columns)
        latent = np.asarray(chains[shape].drift(sigma, 1 / (1 + np.exp(-logit_rho)), noise))
        intercept = level - latent[..., ~np.isnan(made.low)].mean(axis=2)
        coefficient.append(np.concatenate([intercept[..., None], beta], axis=2))
        hyper.append(np.stack([np.abs(sigma), 1 / (1 + np.exp(-logit_rho)), np.exp(log_phi)], axis=2))
        diverged += int(np.asarray(diverging).sum())
        found = summary(
            {"coefficient": np.concatenate(coefficient, axis=1), "hyper": np.concatenate(hyper, axis=1)},
            group_by_chain=True,
        )
        if block + 1 >= FEWEST_BLOCKS and found["coefficient"]["n_eff"].min() >= ENOUGH_ESS:
            break
    draws = np.concatenate(coefficient, axis=1)
    names = ("sigma", "rho", "phi")
    hyper_mean = np.concatenate(hyper, axis=1).mean(axis=(0, 1))
    return {
        "mean": rounded(draws.mean(axis=(0, 1))),
        "sd": rounded(draws.std(axis=(0, 1))),
        "quantiles_05_50_95": [
            rounded(each) for each in np.quantile(draws, [0.05, 0.5, 0.95], axis=(0, 1)).T
        ],
        "ess": [round(float(each)) for each in found["coefficient"]["n_eff"]],
        "r_hat": rounded(found["coefficient"]["r_hat"]),
        "hyper_mean": dict(zip(names, rounded(hyper_mean), strict=True)),
        "hyper_ess": dict(zip(names, (round(float(each)) for each in found["hyper"]["n_eff"]), strict=True)),
        "divergences": diverged,
        "draws": int(draws.shape[0] * draws.shape[1]),
        "seconds": round(time.perf_counter() - began, 1),
        "cpu_s": round(time.process_time() - cpu, 1),
    }


def rounded(values: Any) -> list[float]:
    """Gives numbers with five decimals."""
    return [round(float(each), 5) for each in values]


def main() -> None:
    """Samples every recipe that the file does not hold, or those whose keys are named, one after another."""
    out, wanted = Path(sys.argv[1]), set(sys.argv[2:])
    jax.config.update("jax_enable_x64", True)
    found: dict[str, Any] = json.loads(out.read_text()) if out.exists() else {"people": {}}
    found["sampler"] = {
        "chains": CHAINS,
        "warmup": WARMUP,
        "draws": f"blocks of {BLOCK} until every ESS is {ENOUGH_ESS}",
        "target_accept": ACCEPT,
    }
    found["versions"] = {"numpyro": numpyro.__version__, "jax": jax.__version__, "numpy": np.__version__}
    chains: dict[tuple[int, bool], Chains] = {}
    for recipe in RECIPES:
        if recipe.key in found["people"] or (wanted and recipe.key not in wanted):
            continue
        low = [None if np.isnan(each) else int(each) for each in person(recipe).low]
        made = sampled(recipe, chains)
        found["people"][recipe.key] = {"recipe": asdict(recipe), "low": low} | made
        unfinished = out.with_suffix(".part")
        unfinished.write_text(json.dumps(found))
        unfinished.replace(out)
        print(recipe.key, made["cpu_s"], "s", made["draws"], min(made["ess"]), flush=True)


if __name__ == "__main__":
    main()
