using System.Security.Cryptography;
using System.Text;

namespace Usher.Testing;

/// <summary>Idempotency keys as strangers send them, by names that a test can be read by.</summary>
internal static class KeyNames
{
    /// <summary>The one UUID of this name.</summary>
    public static string KeyOf(string name) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(name))[..16]).ToString("D");
}
