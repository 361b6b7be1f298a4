using System.Security.Cryptography;
using System.Text;
using Usher.BoxOffice.Identity;
using Usher.BoxOffice.Organizations;
using Usher.BoxOffice.Permissions;
using Usher.Engine.Database;
using Usher.Http.Security;

namespace Usher.Server.Demo;

/// <summary>A way in that the welcome tells.</summary>
internal sealed record DemoSignIn(string Who, string Email, string Password);

/// <summary>
/// The demo's people: a manager, the box office, the door. Development only. Their passwords are drawn at the first
/// start and told at each; whoever chooses another one is told no more.
/// </summary>
internal sealed class DemoPeople(
    People people, OrganizationStore organizations, PasswordHashes hashes, DataSources data)
{
    private const int SecretBytes = 16;
    private const int PasswordBytes = 10;

    private static readonly (string Who, string Name, string Email, Role Role, string Organization)[] All =
    [
        ("manager", "Mona", "manager@example.com", Role.Admin, Organization.DefaultSlug),
        ("box office", "Bo", "box-office@example.com", Role.Staff, Organization.DefaultSlug),
        ("door", "Dora", "door@example.com", Role.Scanner, Organization.DefaultSlug),
        ("cinema's manager", "Marek", "cinema@example.com", Role.Admin, DemoTenant.Slug),
    ];

    private readonly SharedSecret _secret = new(data, "demo_people", () => RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>Makes those that are not there yet.</summary>
    public async Task CreateAsync(CancellationToken ct)
    {
        var all = (await organizations.ListAsync(ct)).ToDictionary(
            one => one.Slug, one => one.Id, StringComparer.Ordinal);
        foreach (var (_, name, email, role, slug) in All)
        {
            if (all.TryGetValue(slug, out var organization) && await people.FindAsync(email, ct) is null)
            {
                var hash = await hashes.HashAsync(await PasswordAsync(email, ct), ct)
                    ?? throw new InvalidOperationException("Nobody else signs in before the server listens.");
                await people.CreateAsync(
                    new NewPerson(email, name, role), organization, hash, await StampAsync(email, ct), ct);
            }
        }
    }

    /// <summary>Whoever still has the password that was drawn; empty in a database without the demo's people.
    /// </summary>
    public async Task<IReadOnlyList<DemoSignIn>> TellAsync(CancellationToken ct)
    {
        var known = new List<DemoSignIn>();
        foreach (var (who, _, email, _, _) in All)
        {
            if (await people.FindAsync(email, ct) is { MaySignIn: true } person
                && person.Stamp == await StampAsync(email, ct))
            {
                known.Add(new DemoSignIn(who, email, await PasswordAsync(email, ct)));
            }
        }

        return known;
    }

    private async Task<string> PasswordAsync(string email, CancellationToken ct) => Convert.ToHexStringLower(
        (await DrawnAsync($"password {email}", ct))[..PasswordBytes]);

    // Names the password: another one has another stamp.
    private async Task<Guid> StampAsync(string email, CancellationToken ct) =>
        new((await DrawnAsync($"stamp {email}", ct))[..16]);

    private async Task<byte[]> DrawnAsync(string what, CancellationToken ct) =>
        HMACSHA256.HashData(await _secret.GetAsync(ct), Encoding.UTF8.GetBytes(what));
}
