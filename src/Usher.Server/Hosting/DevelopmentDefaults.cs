using Microsoft.Extensions.Options;
using Npgsql;
using Usher.BoxOffice.Identity;
using Usher.Server.Demo;

namespace Usher.Server.Hosting;

/// <summary>
/// What is good enough to try Usher with and must not be in use elsewhere: passwords that our documents show as an
/// example, and the demo's people. Keys that could be guessed are refused everywhere.
/// </summary>
internal static class DevelopmentDefaults
{
    private static readonly string[] ConnectionStrings = ["Postgres", "PostgresMigrations", "PostgresReplicas"];

    // As README.md, .env.example and our own messages write them, and the usual ones of images for development.
    private static readonly string[] Passwords =
        ["secret", "...", "…", "change-me", "changeme", "password", "postgres", "usher"];

    /// <summary>What is wrong with the settings, a line each; empty: nothing, or this is development.</summary>
    public static IEnumerable<string> Problems(IConfiguration configuration, bool isDevelopment) =>
        from name in isDevelopment ? [] : ConnectionStrings
        where PasswordOf(configuration.GetConnectionString(name)) is { } password
            && Passwords.Contains(password, StringComparer.OrdinalIgnoreCase)
        select $"ConnectionStrings__{name} has a password that is an example: give the role one of its own "
            + "(alter role ... password '...'), or set ASPNETCORE_ENVIRONMENT=Development to try Usher.";

    /// <exception cref="OptionsValidationException">It names each.</exception>
    public static void Require(IConfiguration configuration, bool isDevelopment)
    {
        var problems = Problems(configuration, isDevelopment).ToList();
        if (problems.Count > 0)
        {
            throw new OptionsValidationException("", typeof(DevelopmentDefaults), problems);
        }
    }

    /// <summary>Why the demo's people must not be in this database; null: none of them can sign in with the password
    /// that development printed.</summary>
    public static async Task<string?> PeopleProblemAsync(IServiceProvider services, CancellationToken ct)
    {
        if (services.GetService<People>() is null)
        {
            return null;
        }

        var people = await ActivatorUtilities.CreateInstance<DemoPeople>(services).TellAsync(ct);
        return people.Count == 0
            ? null
            : $"The demo's people ({string.Join(", ", people.Select(person => person.Email))}) can sign in with the "
                + "passwords that development printed. Disable each with 'usher admin disable --email ...', or give "
                + "it another password.";
    }

    private static string? PasswordOf(string? connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString).Password;
        }
        catch (ArgumentException)
        {
            // Whoever opens it says what is wrong with it.
            return null;
        }
    }
}
