namespace Usher.Engine.Idempotency;

/// <summary>A request that may come again.</summary>
/// <param name="Key">As its sender chose it, 1..255 characters.</param>
/// <param name="Payload">Everything that makes it this request: what it is about and what it says.</param>
public sealed record RepeatableRequest(string Key, ReadOnlyMemory<byte> Payload);

/// <summary>What a write was answered with, word for word.</summary>
/// <param name="Status">The HTTP status, 200..299.</param>
/// <param name="Location">The address of what was made; null: nothing was.</param>
/// <param name="Body">The document.</param>
public sealed record WriteReply(int Status, string? Location, ReadOnlyMemory<byte> Body);

/// <summary>What became of a request that may come again.</summary>
public abstract record RepeatableOutcome
{
    private RepeatableOutcome()
    {
    }

    /// <summary>It was carried out, now or when it came first.</summary>
    public sealed record Answered(WriteReply Reply) : RepeatableOutcome;

    /// <summary>It was refused. Nothing is kept of it: the same key may try again.</summary>
    public sealed record Refused : RepeatableOutcome;

    /// <summary>The key belongs to another request.</summary>
    public sealed record KeyReused : RepeatableOutcome;
}
