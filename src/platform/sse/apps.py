from src.platform.modules import Module


class StreamsConfig(Module):
    """Server-sent events: what is pushed, kept, and streamed to browsers."""

    name = "src.platform.sse"
    label = "sse"
