using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Usher.Engine.Database;

namespace Usher.Http.Security;

/// <summary>
/// The server's own key, which opens everything as an OPERATOR: the configured one. Without it, development makes one
/// once for its database and prints it when it starts; elsewhere there is none, and people sign in.
/// </summary>
public sealed class AdminKey
{
    public const string HeaderName = "X-Api-Key";

    // Longer than any key that somebody would choose; more is not even hashed.
    public const int CharsMax = 1024;

    private const int MadeBytes = 16;

    // Hashes have one length, so comparing them tells nothing about the key's.
    private readonly byte[]? _configured;
    private readonly SharedSecret? _made;

    public AdminKey(IOptions<AuthOptions> options, DataSources data, IHostEnvironment environment)
    {
        _configured = string.IsNullOrEmpty(options.Value.AdminKey) ? null : Digest(options.Value.AdminKey);
        _made = _configured is null && environment.IsDevelopment()
            ? new SharedSecret(
                data, "desk_key",
                () => Encoding.UTF8.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(MadeBytes))))
            : null;
    }

    /// <summary>Whether there is one.</summary>
    public bool Exists => _configured is not null || _made is not null;

    /// <summary>Whether this is the key; it takes the same time for every answer.</summary>
    public async ValueTask<bool> IsAsync(string presented, CancellationToken ct) =>
        await DigestAsync(ct) is { } expected && presented.Length <= CharsMax
        && CryptographicOperations.FixedTimeEquals(Digest(presented), expected);

    /// <summary>The key that was made; null where one is configured, which is nobody's to tell, or where there is none.
    /// </summary>
    public async ValueTask<string?> TellAsync(CancellationToken ct) => _made is null ? null : await MadeAsync(ct);

    /// <summary>Identifies the key without revealing it, so that a session of another key is not accepted; null: there
    /// is none.</summary>
    public async ValueTask<string?> FingerprintAsync(CancellationToken ct) =>
        await DigestAsync(ct) is { } digest ? Convert.ToHexStringLower(SHA256.HashData(digest)) : null;

    private async ValueTask<byte[]?> DigestAsync(CancellationToken ct) =>
        _configured ?? (_made is null ? null : Digest(await MadeAsync(ct)));

    private async ValueTask<string> MadeAsync(CancellationToken ct) =>
        Encoding.UTF8.GetString(await _made!.GetAsync(ct));

    private static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
