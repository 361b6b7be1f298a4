namespace Usher.Http.BotChecks;

/// <summary>
/// Is asked before a booking of a client without credentials is made, by the API and by the form of a page alike. Staff
/// is not asked.
/// </summary>
public interface IBotCheck
{
    /// <summary>False: nobody is asked, and a request need not be looked at.</summary>
    bool Asks { get; }

    /// <summary>Judges the answer that a request brought to an earlier challenge, and spends it.</summary>
    /// <param name="context">The request; whose client it is counts.</param>
    /// <param name="show">What seats are asked for.</param>
    /// <param name="answer">The answer; null or empty: it brought none.</param>
    /// <returns>Null: it may ask for seats. Otherwise what to do first.</returns>
    ValueTask<Challenge?> ExamineAsync(HttpContext context, ShowId show, string? answer);

    /// <summary>The server could not carry out what the answer was spent on: it may be used once more.</summary>
    void GiveBack(string? answer);

    /// <summary>Until <see cref="Resume"/> nobody is asked, for the server warms up over its own sockets.</summary>
    void Suspend();

    /// <summary>From here on everybody is asked.</summary>
    void Resume();
}

/// <summary>Asks nobody.</summary>
public sealed class NoBotCheck : IBotCheck
{
    public bool Asks => false;

    public ValueTask<Challenge?> ExamineAsync(HttpContext context, ShowId show, string? answer) =>
        ValueTask.FromResult<Challenge?>(null);

    public void GiveBack(string? answer)
    {
    }

    public void Suspend()
    {
    }

    public void Resume()
    {
    }
}
