"""Hyperparameters, as each of the demo's projects would choose them."""

from __future__ import annotations

from random import Random
from typing import Any


def image_classification(random: Random) -> dict[str, Any]:
    """An image classifier's."""
    return {
        "architecture": random.choice(["resnet18", "resnet50", "convnext-tiny", "vit-small"]),
        "dataset": {"name": "shelf-photos", "version": random.randint(3, 5), "classes": 42},
        "learning_rate": _between_powers(random, -4, -2),
        "batch_size": random.choice([64, 128, 256]),
        "optimizer": random.choice(["adamw", "sgd"]),
        "weight_decay": random.choice([0.0, 0.01, 0.05]),
        "augmentations": random.sample(["crop", "flip", "mixup", "cutmix", "color-jitter"], k=3),
        "epochs": 30,
    }


def churn_forecast(random: Random) -> dict[str, Any]:
    """A gradient-boosted forecast's."""
    return {
        "model": random.choice(["xgboost", "lightgbm", "catboost"]),
        "max_depth": random.randint(3, 9),
        "eta": _between_powers(random, -2.3, -0.7),
        "subsample": round(random.uniform(0.6, 1.0), 2),
        "features": {"window_days": random.choice([30, 60, 90]), "use_support_tickets": random.random() < 0.5},
        "early_stopping": random.choice([None, 25, 50]),
    }


def llm_finetuning(random: Random) -> dict[str, Any]:
    """A language model adapter's."""
    return {
        "base_model": random.choice(["llama-3.1-8b", "mistral-7b", "qwen2.5-7b"]),
        "lora": {"r": random.choice([8, 16, 64]), "alpha": 32, "dropout": 0.05},
        "learning_rate": _between_powers(random, -5, -3.5),
        "micro_batch_size": 2,
        "gradient_accumulation": random.choice([8, 16, 32]),
        "max_length": random.choice([2048, 4096]),
        "precision": "bf16",
    }


def speech_recognition(random: Random) -> dict[str, Any]:
    """A speech recogniser's."""
    return {
        "encoder": random.choice(["conformer-s", "conformer-m", "wav2vec2-base"]),
        "learning_rate": _between_powers(random, -4, -3),
        "batch_seconds": random.choice([240, 480]),
        "spec_augment": random.random() < 0.7,
        "vocabulary": random.choice([128, 512, 1024]),
        "languages": random.sample(["en", "de", "fr", "es", "cs"], k=2),
    }


def _between_powers(random: Random, low: float, high: float) -> float:
    return float(f"{10 ** random.uniform(low, high):.2g}")
