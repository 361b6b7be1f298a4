using System.Net;

namespace Usher.Engine.Settings;

/// <summary>What an actor is.</summary>
public enum ActorKind
{
    /// <summary>A buyer, or a program that buys for one.</summary>
    Buyer,

    /// <summary>One of the organiser's own people.</summary>
    Staff,

    /// <summary>The sweep that ends holds whose time is over.</summary>
    Sweep,

    /// <summary>The demo, which buys as a buyer would.</summary>
    Demo,
}

/// <summary>By what right an actor acts.</summary>
public enum ActorRight
{
    /// <summary>Everybody may: to hold seats that are on sale.</summary>
    Public,

    /// <summary>The actor knows the booking's id, which nobody can guess.</summary>
    BookingId,

    /// <summary>The request brought the server's own key.</summary>
    AdminKey,

    /// <summary>The request came from a session that is signed in at the desk.</summary>
    DeskSession,

    /// <summary>The request brought an access token, which somebody who is signed in was given.</summary>
    AccessToken,

    /// <summary>The request brought an API key of the organization's.</summary>
    ApiKey,

    /// <summary>A part of this program, acting on its own.</summary>
    System,
}

/// <summary>
/// Who gives a command, from where, and by what right. A value: it costs no memory of its own beside the command that
/// carries it. Made by the factories only; the default value is nobody.
/// </summary>
public readonly record struct Actor
{
    private readonly string? _name;

    private Actor(ActorKind kind, string name, ActorRight right, IPAddress? address = null)
    {
        (Kind, _name, Right, Address) = (kind, name, right, address);
    }

    /// <summary>The sweep for expired holds.</summary>
    public static Actor Sweep { get; } = new(ActorKind.Sweep, Actors.Sweep, ActorRight.System);

    /// <summary>The demo. Events call it a buyer.</summary>
    public static Actor Demo { get; } = new(ActorKind.Demo, Actors.Buyer, ActorRight.System);

    /// <summary>Whoever may run the program's commands on this machine.</summary>
    public static Actor CommandLine { get; } = new(ActorKind.Staff, Actors.CommandLine, ActorRight.System);

    /// <summary>What the actor is.</summary>
    public ActorKind Kind { get; }

    /// <summary>By what right the actor acts.</summary>
    public ActorRight Right { get; }

    /// <summary>The client's address, as the server saw it; null: from within, or not known.</summary>
    public IPAddress? Address { get; }

    /// <summary>Whether nothing speaks for the actor but an address: what strangers may take is limited.</summary>
    public bool IsStranger => Kind == ActorKind.Buyer && Right is ActorRight.Public or ActorRight.BookingId;

    /// <summary>What events call the actor: 1..<see cref="Actors.CharsMax"/> characters.</summary>
    /// <exception cref="InvalidOperationException">This is nobody: the value was made by no factory.</exception>
    public string Name => _name ?? throw new InvalidOperationException("Nobody cannot give a command.");

    /// <summary>A buyer.</summary>
    /// <param name="right"><see cref="ActorRight.Public"/> or <see cref="ActorRight.BookingId"/>; or
    /// <see cref="ActorRight.AdminKey"/>, <see cref="ActorRight.AccessToken"/> or <see cref="ActorRight.ApiKey"/> of a
    /// program that buys for the organiser.</param>
    /// <param name="address">The client's address; null: not known.</param>
    public static Actor Buyer(ActorRight right, IPAddress? address = null) =>
        new(ActorKind.Buyer, Actors.Buyer, right, address);

    /// <summary>One of the organiser's own people.</summary>
    /// <param name="name">1..<see cref="Actors.CharsMax"/> characters, and none of the names of <see cref="Actors"/>
    /// that stand for buyers or for the engine itself.</param>
    /// <param name="right">What the request brought: a key, a token, or the cookie of a session.</param>
    /// <param name="address">The client's address; null: not known.</param>
    /// <exception cref="ArgumentException">The name is no member of staff's.</exception>
    public static Actor Staff(string name, ActorRight right, IPAddress? address = null) => Actors.IsStaff(name)
        ? new Actor(ActorKind.Staff, name, right, address)
        : throw new ArgumentException($"'{name}' is not somebody of the organiser's own.", nameof(name));

    /// <summary>For those who may only be staff.</summary>
    /// <exception cref="ArgumentException">The actor is not one of the organiser's own people.</exception>
    internal void RequireStaff(string parameter)
    {
        if (Kind != ActorKind.Staff)
        {
            throw new ArgumentException($"'{Name}' is not somebody of the organiser's own.", parameter);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{_name ?? "nobody"} ({Right})";
}
