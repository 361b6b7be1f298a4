using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Usher.BoxOffice.Permissions;

/// <summary>How long what opens this system does so. Configuration section Auth.</summary>
public sealed class AccessOptions
{
    public const string Section = "Auth";

    /// <summary>How old the knowledge may be that a session, a person or an API key is still good, in seconds: so much
    /// later than in the database it has ended in every process. The process that ends it knows at once.</summary>
    [Range(0, 5)]
    public int RecheckSeconds { get; set; } = 4;

    /// <summary>After how long without a request a session of the desk is over, in minutes; 0: it is not over before
    /// its end.</summary>
    [Range(0, 24 * 60)]
    public int IdleMinutes { get; set; } = 60;

    /// <summary>How many sessions, and how many keys, a process remembers between two looks at the database.</summary>
    [Range(100, 1_000_000)]
    public int RememberedMax { get; set; } = 10_000;

    /// <summary>How long an access token of the API opens it, in minutes.</summary>
    [Range(1, 60)]
    public int TokenMinutes { get; set; } = 10;

    /// <summary>How long a session of the API can be refreshed, in days from its sign-in.</summary>
    [Range(1, 365)]
    public int RefreshDays { get; set; } = 30;

    /// <summary>How long a link of an invitation works, in hours.</summary>
    [Range(1, 24 * 30)]
    public int InvitationHours { get; set; } = 24 * 7;

    /// <summary>How long a link that resets a password works, in hours.</summary>
    [Range(1, 24 * 7)]
    public int ResetHours { get; set; } = 24;
}

[OptionsValidator]
internal sealed partial class AccessOptionsCheck : IValidateOptions<AccessOptions>;
