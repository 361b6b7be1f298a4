namespace Usher.Http.Wording;

/// <summary>Who did something, for colleagues.</summary>
public static class ActorTexts
{
    /// <summary>"Staff", "The buyer".</summary>
    public static string Who(string actor) => actor switch
    {
        Actors.Buyer => "The buyer",
        Actors.Sweep => "Automatically",
        Actors.Takeover => "Automatically, for the next buyer",
        Actors.Desk => "Staff",
        Actors.CommandLine => "Staff, at the command line",
        _ => actor,
    };
}
