"""The Qt application: shows state and asks engines. Torch is never imported at module level."""
