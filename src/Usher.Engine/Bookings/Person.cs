using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Usher.Engine.Bookings;

/// <summary>Somebody who books seats of a show, as far as an e-mail address tells persons apart.</summary>
/// <param name="ShowId">The show.</param>
/// <param name="Number">The person's number in it. Other shows have other numbers for the same person.</param>
internal readonly record struct Person(ShowId ShowId, long Number)
{
    /// <summary>The one order in which persons are locked, everywhere.</summary>
    public static int InLockOrder(Person one, Person other) => one.Number != other.Number
        ? one.Number.CompareTo(other.Number)
        : one.ShowId.Value.CompareTo(other.ShowId.Value);
}

/// <summary>
/// Gives persons their numbers: 64 bits of a hash of the show and of the one form of the address (<see
/// cref="EmailKey"/>), so that all spellings of an address are one person. The hash is made under a secret of the
/// installation: whoever reads the database cannot try out whose number it is. Two persons of a show have the same
/// number in one case of 2^64.
/// </summary>
/// <remarks>The only place that tells who is the same person in a show.</remarks>
/// <param name="secret">The value of the secret called <see cref="SecretName"/>.</param>
internal sealed class PersonNumbers(byte[] secret)
{
    /// <summary>What the secret is called: the one that also makes the ids of bookings.</summary>
    public const string SecretName = "booking_id";

    private const int SecretBytes = 32;

    /// <summary>Apart from whatever else is hashed under the same secret.</summary>
    public const string Domain = "person:";

    /// <summary>The secret's value where there is none yet.</summary>
    public static byte[] MakeSecret() => RandomNumberGenerator.GetBytes(SecretBytes);

    /// <summary>The person behind an address, in one show.</summary>
    public Person Of(ShowId showId, string email)
    {
        // The hash is cut, so nobody can go on from it to that of a longer message.
        byte[] message = [.. secret, .. Encoding.UTF8.GetBytes($"{Domain}{showId}:{EmailKey.Normal(email)}")];
        return new Person(showId, BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(message)));
    }
}
