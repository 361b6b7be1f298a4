namespace Usher.BoxOffice.Organizations;

/// <summary>Who sells: a tenant.</summary>
/// <param name="Id">Names it in the database.</param>
/// <param name="Slug">Names it in addresses, for good.</param>
/// <param name="Name">What its buyers and its people call it.</param>
/// <param name="CreatedAt">Since when it is there, UTC.</param>
public sealed record Organization(OrganizationId Id, string Slug, string Name, DateTime CreatedAt)
{
    /// <summary>The slug of the one that was there first, and which whoever names none belongs to.</summary>
    public const string DefaultSlug = "default";

    /// <summary>The longest slug, in characters.</summary>
    public const int SlugCharsMax = 40;

    /// <summary>The longest name, in characters.</summary>
    public const int NameCharsMax = 100;

    /// <summary>The longest name of a host, in characters (RFC 1035).</summary>
    public const int HostCharsMax = 253;

    /// <summary>How many there can be.</summary>
    public const int CountMax = 10_000;

    /// <summary>The time zone (IANA) of its new shows that say nothing; null: the server's.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The currency (ISO 4217) that forms for its new shows begin with; null: none.</summary>
    public string? Currency { get; init; }

    /// <summary>The colour of buttons and links on light pages, as #rrggbb; null: the look's own.</summary>
    public string? LightColour { get; init; }

    /// <summary>The same on dark pages.</summary>
    public string? DarkColour { get; init; }

    /// <summary>What buyers see in place of its name; null: none.</summary>
    public OrganizationLogo? Logo { get; init; }

    /// <summary>The name of the host under which buyers find its shows and no others; null: only /o/slug.</summary>
    public string? Host { get; init; }

    /// <summary>Since when nothing new of it is sold and its people change nothing, UTC; null: it sells.</summary>
    public DateTime? SuspendedAt { get; init; }

    public bool IsSuspended => SuspendedAt is not null;

    /// <summary>Where its buyers find it on every host.</summary>
    public string Path => $"/o/{Slug}";
}

/// <summary>An organization's logo, without its bytes.</summary>
/// <param name="Hash">Of the bytes: another picture has another one.</param>
/// <param name="Width">In pixels, 1..<see cref="LogoImage.SidePixelsMax"/>.</param>
/// <param name="Height">In pixels, likewise.</param>
public sealed record OrganizationLogo(string Hash, int Width, int Height)
{
    /// <summary>Where it is, below the organization's address.</summary>
    public string Path => $"/logo/{FileName}";

    /// <summary>What it is called there.</summary>
    public string FileName => $"{Hash}.png";
}

/// <summary>What can be said of an organization, when it is made and later.</summary>
/// <param name="Name">1..<see cref="Organization.NameCharsMax"/> characters.</param>
public sealed record OrganizationTerms(string Name)
{
    public string? TimeZone { get; init; }

    public string? Currency { get; init; }

    public string? LightColour { get; init; }

    public string? DarkColour { get; init; }

    public string? Host { get; init; }

    /// <summary>Whether nothing new of it is to be sold.</summary>
    public bool IsSuspended { get; init; }

    /// <summary>What is said of one now.</summary>
    public static OrganizationTerms Of(Organization organization) => new(organization.Name)
    {
        TimeZone = organization.TimeZone,
        Currency = organization.Currency,
        LightColour = organization.LightColour,
        DarkColour = organization.DarkColour,
        Host = organization.Host,
        IsSuspended = organization.IsSuspended,
    };
}
