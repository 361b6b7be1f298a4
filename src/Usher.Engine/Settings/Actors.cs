namespace Usher.Engine.Settings;

/// <summary>The names that events give to those who act without a name of their own.</summary>
public static class Actors
{
    /// <summary>The person who holds the booking's id.</summary>
    public const string Buyer = "buyer";

    /// <summary>The sweep for expired holds.</summary>
    public const string Sweep = "sweep";

    /// <summary>The next buyer of a seat whose hold had ended; also the person who had held it, where it was in the way
    /// of what that person wants next.</summary>
    public const string Takeover = "takeover";

    /// <summary>Somebody at the organiser's desk, signed in with the key that all share.</summary>
    public const string Desk = "desk";

    /// <summary>Somebody at the command line of the server's machine.</summary>
    public const string CommandLine = "command line";

    /// <summary>The longest name of an actor, in characters.</summary>
    public const int CharsMax = 200;

    // And what pages call them: nobody's history is to read as if they had acted.
    private static readonly HashSet<string> Taken = new(StringComparer.OrdinalIgnoreCase)
    {
        Buyer, Sweep, Takeover, Desk, CommandLine, "the buyer", "automatically", "staff", "the demo",
    };

    /// <summary>Whether no person may be called so, because events or pages call others so.</summary>
    public static bool IsTaken(string name) => Taken.Contains(name);

    /// <summary>Whether the name is that of an organiser's own people, who may do what buyers may not.</summary>
    public static bool IsStaff(string actor) =>
        actor is { Length: > 0 and <= CharsMax } and not (Buyer or Sweep or Takeover);
}
