"""The projects of the demo's team."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from runfake.demo import configs
from runfake.demo.curves import Curve


@dataclass(frozen=True, slots=True)
class DemoProject:
    """What the runs of one project have in common.

    Attributes:
        runs: how many there are.
        configure: invents one run's config.
        rate: the config's key of the learning rate that is logged; None if none is.
        training: the metrics of every row.
        evaluation: those of every ``evaluate_every``-th row.
        headline: the one by which runs are compared, a metric of ``evaluation``.
        seconds: what one row takes.
    """

    name: str
    description: str
    runs: int
    configure: Callable[[Random], dict[str, Any]]
    rate: str | None
    training: Mapping[str, Curve]
    evaluation: Mapping[str, Curve]
    evaluate_every: int
    headline: str
    seconds: float
    tags: tuple[str, ...]
    groups: tuple[str, ...]


PROJECTS = (
    DemoProject(
        name="image-classification",
        description="Which product is on the photo of a shelf?",
        runs=16,
        configure=configs.image_classification,
        rate="learning_rate",
        training={"loss": Curve(3.7, 0.18), "accuracy": Curve(0.93, 0.05, rises=True)},
        evaluation={"val_loss": Curve(3.7, 0.42, noise=0.02), "val_accuracy": Curve(0.93, 0.11, rises=True)},
        evaluate_every=10,
        headline="val_accuracy",
        seconds=21.0,
        tags=("baseline", "augmented", "candidate", "small-images"),
        groups=("backbones", "augmentation-study"),
    ),
    DemoProject(
        name="churn-forecast",
        description="Who is about to cancel, a month ahead.",
        runs=12,
        configure=configs.churn_forecast,
        rate=None,
        training={"train/logloss": Curve(0.69, 0.19, noise=0.01)},
        evaluation={"valid/logloss": Curve(0.69, 0.28, noise=0.01), "valid/auc": Curve(0.48, 0.12, rises=True)},
        evaluate_every=1,
        headline="valid/auc",
        seconds=1.4,
        tags=("weekly", "no-leakage", "candidate", "ablation"),
        groups=("2-year-window", "ticket-features"),
    ),
    DemoProject(
        name="llm-finetuning",
        description="Adapters that answer customers in our own tone.",
        runs=12,
        configure=configs.llm_finetuning,
        rate="learning_rate",
        training={"train/loss": Curve(2.3, 0.85, pace=4), "train/grad_norm": Curve(3.1, 0.6, noise=0.2)},
        evaluation={"eval/loss": Curve(2.3, 1.02, pace=4, noise=0.01), "eval/accuracy": Curve(0.6, 0.28, rises=True)},
        evaluate_every=20,
        headline="eval/accuracy",
        seconds=34.0,
        tags=("lora", "tone-v2", "candidate", "long-context"),
        groups=("tone", "rank-study"),
    ),
    DemoProject(
        name="speech-recognition",
        description="Transcripts of support calls.",
        runs=8,
        configure=configs.speech_recognition,
        rate="learning_rate",
        training={"train/ctc_loss": Curve(5.2, 0.4)},
        evaluation={"dev/ctc_loss": Curve(5.2, 0.7, noise=0.02), "dev/word_accuracy": Curve(0.98, 0.14, rises=True)},
        evaluate_every=25,
        headline="dev/word_accuracy",
        seconds=42.0,
        tags=("8khz", "noisy", "candidate"),
        groups=("encoders",),
    ),
)
