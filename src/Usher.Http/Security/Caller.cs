using System.Security.Claims;
using Usher.BoxOffice.ApiKeys;
using Usher.BoxOffice.Identity;
using Usher.BoxOffice.Permissions;

namespace Usher.Http.Security;

/// <summary>Who brought credentials that are good, and what they may do.</summary>
/// <param name="Account">What idempotency keys belong to: a person, or an API key. Null: whoever has the server's own
/// key.</param>
/// <param name="Name">What histories say.</param>
/// <param name="Organization">For which the caller acts.</param>
/// <param name="Role">What the caller may do there.</param>
/// <param name="Right">By what.</param>
public sealed record Caller(
    string? Account, string Name, OrganizationId Organization, Role Role, ActorRight Right)
{
    /// <summary>Null: no person, but whoever has a key.</summary>
    public PersonId? Person { get; private init; }

    /// <summary>The API key that was brought; null: none.</summary>
    public Guid? ApiKey { get; private init; }

    /// <summary>Where the caller is signed in; null: nowhere.</summary>
    public SessionId? Session { get; private init; }

    /// <summary>Of a person.</summary>
    public string? Email { get; private init; }

    /// <summary>Whether the caller may do what this role may.</summary>
    public bool Is(Role role) => Role >= role;

    /// <summary>Whoever brought the server's own key.</summary>
    public static Caller OfServerKey(OrganizationId organization) =>
        new(Account: null, Actors.Desk, organization, Role.Operator, ActorRight.AdminKey);

    public static Caller Of(KnownApiKey key) =>
        new($"key {key.Id:D}", $"API key {key.Name}", key.Organization, key.Role, ActorRight.ApiKey)
        {
            ApiKey = key.Id,
        };

    public static Caller Of(OpenSession session) => new(
        session.Person is { } person ? $"person {person}" : null, session.Name ?? Actors.Desk, session.Organization,
        session.Role, session.Kind == SessionKind.Desk ? ActorRight.DeskSession : ActorRight.AccessToken)
    {
        Person = session.Person,
        Session = session.Id,
        Email = session.Email,
    };

    /// <summary>The caller of a request; null before it was asked for, or without good credentials.</summary>
    public static Caller? OfRequest(HttpContext context) => context.Features.Get<Caller>();

    /// <summary>Has the request be this caller's: what policies, and the tokens of forms, go by.</summary>
    public ClaimsPrincipal Enter(HttpContext context, string scheme)
    {
        context.Features.Set(this);
        return new ClaimsPrincipal(new ClaimsIdentity(
            [
                new Claim(ClaimTypes.Name, Name),
                new Claim(ClaimTypes.NameIdentifier, Account ?? "server key"),
                .. RoleNames.Includes(Role).Select(role => new Claim(ClaimTypes.Role, role)),
            ],
            scheme));
    }
}
