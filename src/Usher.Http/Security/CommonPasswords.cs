using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Usher.Http.Security;

/// <summary>
/// Passwords of at least <see cref="PasswordStrength.CharsMin"/> characters among the million most common ones of known
/// breaches: 44,000, in small letters, as the first eight bytes of their SHA-256, in order
/// (ops/third-party/common-passwords.mjs).
/// </summary>
internal static class CommonPasswords
{
    private const string Resource = "common-passwords.bin";

    private static readonly Lazy<byte[]> Hashes = new(Read);

    public static int Count => Hashes.Value.Length / sizeof(ulong);

    public static bool Contains(string password)
    {
        var wanted = BinaryPrimitives.ReadUInt64BigEndian(
            SHA256.HashData(Encoding.UTF8.GetBytes(password.ToLowerInvariant())));
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            var found = BinaryPrimitives.ReadUInt64BigEndian(Hashes.Value.AsSpan(middle * sizeof(ulong)));
            if (found == wanted)
            {
                return true;
            }

            (low, high) = found < wanted ? (middle + 1, high) : (low, middle);
        }

        return false;
    }

    private static byte[] Read()
    {
        using var resource = typeof(CommonPasswords).Assembly.GetManifestResourceStream(Resource)!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
