namespace Usher.Http.Wording;

/// <summary>Who did something, for colleagues.</summary>
public static class ActorTexts
{
    /// <summary>"Somebody at the desk", as the beginning of a sentence.</summary>
    public static string Who(string actor) => actor switch
    {
        Actors.Buyer => "The buyer",
        Actors.Sweep => "The hold had ended",
        Actors.Takeover => "The hold had ended and the next buyer took the seats",
        Actors.Desk => "Somebody at the desk",
        Actors.CommandLine => "Somebody at the command line",
        _ => actor,
    };
}
