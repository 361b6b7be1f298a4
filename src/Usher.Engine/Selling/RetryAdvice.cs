using Usher.Engine.Selling.Batching;

namespace Usher.Engine.Selling;

/// <summary>What to tell those who are refused before their request is even read.</summary>
public sealed class RetryAdvice
{
    private readonly Batches _batches;

    internal RetryAdvice(Batches batches) => _batches = batches;

    /// <summary>How long one who is refused now should wait: until those before are likely to be through. From one
    /// second to <see cref="SellingOptions.RetrySecondsMax"/>.</summary>
    public TimeSpan RetryAfter => _batches.RetryAfter;
}
