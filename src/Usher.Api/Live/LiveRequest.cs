namespace Usher.Api.Live;

/// <summary>How snapshots are written, and whether messages tell their places.</summary>
internal enum LiveForm
{
    /// <summary>Each seat with its version.</summary>
    Full,

    /// <summary>Two bits a seat; each message has the place to go on from.</summary>
    Compact,
}

/// <summary>What a subscriber asks for.</summary>
/// <param name="Form">The form.</param>
/// <param name="After">The <c>next</c> of the latest message that it has; null: it has none.</param>
internal readonly record struct LiveRequest(LiveForm Form, string? After)
{
    public const string CompactName = "compact";

    // What is none of ours is not refused: a place may be of a process that has gone.
    public static LiveRequest Of(IQueryCollection query) => query["format"] == CompactName
        ? new LiveRequest(LiveForm.Compact, query["after"])
        : new LiveRequest(LiveForm.Full, After: null);
}
