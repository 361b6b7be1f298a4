using System.Security.Cryptography;
using System.Text;
using Usher.Engine.Database;

namespace Usher.Http.Security;

/// <summary>
/// The key that opens the desk: the configured one. Without it, which only development allows, one that was made once
/// for this database and that the server prints when it starts.
/// </summary>
public sealed class DeskKey(AdminKey configured, DataSources data)
{
    private const int MadeBytes = 16;

    private readonly SharedSecret _made = new(
        data, "desk_key",
        () => Encoding.UTF8.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(MadeBytes))));

    public async ValueTask<bool> IsAsync(string presented, CancellationToken ct) => configured.IsConfigured
        ? configured.Is(presented)
        : AdminKey.AreSame(presented, AdminKey.Digest(await MadeAsync(ct)));

    /// <summary>The key that was made; null where one is configured, which is nobody's to tell.</summary>
    public async ValueTask<string?> TellAsync(CancellationToken ct) =>
        configured.IsConfigured ? null : await MadeAsync(ct);

    /// <summary>Identifies the key without revealing it, so that a session of another key is not accepted.</summary>
    public async ValueTask<string> FingerprintAsync(CancellationToken ct) =>
        Convert.ToHexStringLower(configured.Fingerprint ?? AdminKey.Digest(await MadeAsync(ct)));

    private async ValueTask<string> MadeAsync(CancellationToken ct) =>
        Encoding.UTF8.GetString(await _made.GetAsync(ct));
}
