using Usher.BoxOffice.Identity;

namespace Usher.Http.Security;

/// <summary>What came of a sign-in at a provider.</summary>
public abstract record OpenIdOutcome
{
    private OpenIdOutcome()
    {
    }

    /// <summary>The provider knows the person, and the person may sign in.</summary>
    public sealed record Right(Person Person, string? ReturnUrl) : OpenIdOutcome;

    /// <summary>The same, and a code is needed beside it.</summary>
    public sealed record CodeNeeded(Person Person, string? ReturnUrl) : OpenIdOutcome;

    /// <summary>The provider does not say that the address is theirs.</summary>
    public sealed record Unverified : OpenIdOutcome;

    /// <summary>Nobody with this address may sign in.</summary>
    public sealed record Nobody : OpenIdOutcome;

    /// <summary>The person with this address has another account at the provider.</summary>
    public sealed record OtherAccount : OpenIdOutcome;

    /// <summary>This is no answer of the provider's to a question of this browser's, or not any more.</summary>
    public sealed record Wrong : OpenIdOutcome;

    /// <summary>The provider does not answer.</summary>
    public sealed record Away : OpenIdOutcome;

    /// <summary>The client has failed too often, and waits.</summary>
    public sealed record TooMany(TimeSpan Wait) : OpenIdOutcome;

    /// <summary>Too many sign in at once.</summary>
    public sealed record Busy : OpenIdOutcome;
}
