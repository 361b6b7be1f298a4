namespace Usher.Http.RateLimits;

/// <summary>What a client has left.</summary>
/// <param name="IsGranted">Whether what it asked for is within its quota.</param>
/// <param name="Remaining">How much it could still use at this moment.</param>
/// <param name="Reset">With nothing left: after how long it can use one more. Otherwise: until this window ends.
/// </param>
public readonly record struct QuotaState(bool IsGranted, int Remaining, TimeSpan Reset)
{
    /// <summary>The client is not counted, because too many others are.</summary>
    public bool IsUncounted { get; init; }

    /// <summary>It is the first in this window that is refused to the client.</summary>
    public bool IsFirstRefusal { get; init; }
}
