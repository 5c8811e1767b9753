"""Shipped models: a folder each with card.json, model.onnx and, where it can be trained on, model.safetensors."""
