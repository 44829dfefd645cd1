"""The model: a small Llama, as llama.cpp computes it."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.training.gguf_file import Shape


class Layer(nn.Module):
    """Attention with interleaved rotary positions, then a SwiGLU."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.attn_norm = nn.RMSNorm(shape.width, shape.epsilon)
        self.ffn_norm = nn.RMSNorm(shape.width, shape.epsilon)
        self.attn_q, self.attn_k, self.attn_v, self.attn_output = (
            nn.Linear(shape.width, shape.width, bias=False) for _ in range(4)
        )
        self.ffn_gate = nn.Linear(shape.width, shape.inner, bias=False)
        self.ffn_up = nn.Linear(shape.width, shape.inner, bias=False)
        self.ffn_down = nn.Linear(shape.inner, shape.width, bias=False)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        """`x` is batch × time × width."""
        batch, time, width = x.shape
        y = self.attn_norm(x)
        q, k, v = (
            part(y).view(batch, time, self.heads, width // self.heads).transpose(1, 2)
            for part in (self.attn_q, self.attn_k, self.attn_v)
        )
        # The fused kernel's way back takes twice as long for such short rows.
        later = torch.full((time, time), -torch.inf).triu(1)
        scores = _rotate(q, cos, sin) @ _rotate(k, cos, sin).mT * (width // self.heads) ** -0.5 + later
        x = x + self.attn_output((scores.softmax(dim=-1) @ v).transpose(1, 2).reshape(batch, time, width))
        y = self.ffn_norm(x)
        return x + self.ffn_down(functional.silu(self.ffn_gate(y)) * self.ffn_up(y))


class Network(nn.Module):
    """Token ids in, logits out; input and output share their embedding."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.token_embd = nn.Embedding(shape.vocabulary, shape.width)
        self.blk = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.output_norm = nn.RMSNorm(shape.width, shape.epsilon)
        size = shape.width // shape.heads
        angles = torch.outer(
            torch.arange(shape.context), shape.rope_base ** (-torch.arange(0, size, 2, dtype=torch.float32) / size)
        )
        self.register_buffer("cos", angles.cos(), persistent=False)
        self.register_buffer("sin", angles.sin(), persistent=False)
        for name, parameter in self.named_parameters():
            if parameter.dim() > 1:
                into_stream = name.endswith(("attn_output.weight", "ffn_down.weight"))
                nn.init.normal_(parameter, std=0.02 / (2 * shape.layers) ** 0.5 if into_stream else 0.02)

    def loss(self, ids: Tensor, targets: Tensor) -> Tensor:
        """Mean cross-entropy where `targets` (batch × time) is not -100."""
        x = self.token_embd(ids)
        time = ids.shape[1]
        for layer in self.blk:
            x = layer(x, self.cos[:time], self.sin[:time])
        learnt = targets != -100
        logits = self.output_norm(x[learnt]) @ self.token_embd.weight.T
        return functional.cross_entropy(logits, targets[learnt])


def _rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Rotate neighbouring pairs, as llama.cpp does for this architecture."""
    even, odd = x[..., 0::2], x[..., 1::2]
    return torch.stack((even * cos - odd * sin, even * sin + odd * cos), dim=-1).flatten(-2)
