namespace Usher.Testing;

/// <summary>Where in a transaction a line can be disturbed.</summary>
internal enum LinePoint
{
    /// <summary>The client asks for its locks; the server has not heard it yet.</summary>
    Lock,

    /// <summary>The server has its locks; the client has not heard it yet.</summary>
    Locked,

    /// <summary>The client writes and commits; the server has not heard it yet.</summary>
    Commit,

    /// <summary>The server has committed; the client has not heard it yet.</summary>
    Committed,
}

internal enum LineAction
{
    Pass,

    /// <summary>Both ends lose the line, and what was about to pass.</summary>
    Cut,

    /// <summary>A part of it still arrives.</summary>
    CutInside,

    /// <summary>Nothing passes any more, either way, and nobody is told; after a while the line is lost.</summary>
    Swallow,

    /// <summary>The client hears an error, the server loses the line and undoes what it did.</summary>
    Refuse,
}

/// <summary>What the proxy is to do with what is about to pass.</summary>
/// <param name="Action">What.</param>
/// <param name="Amount">Cut inside: which of the messages are the last to arrive, modulo their number. Swallow:
/// milliseconds.</param>
/// <param name="SqlState">Refuse: the error's code.</param>
internal readonly record struct LineVerdict(LineAction Action, int Amount = 0, string SqlState = "")
{
    public static LineVerdict Pass => default;
}
