using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using Usher.Engine.Sealing;

namespace Usher.Tests.Privacy;

/// <summary>What is sealed opens with its ring, for its booking, unchanged, and not otherwise.</summary>
public sealed class KeyRingProperties
{
    private static readonly BookingId Booking = BookingId.Random(new ShowId(7));

    // Without halves of surrogate pairs: they are no text, and no request brings them.
    private static readonly Arbitrary<string> Texts = ArbMap.Default.GeneratorFor<string>()
        .Where(text => text is not null)
        .Select(text => string.Concat(text.EnumerateRunes().Select(rune => rune.ToString())))
        .ToArbitrary();

    [Fact]
    public void Whatever_is_sealed_opens_again() => Prop.ForAll(Texts, text =>
    {
        var ring = RingOf("k1", "k1");
        var email = ring.Seal(Booking, text, text);
        Open(ring, email).ShouldBe(text);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void The_same_address_is_never_sealed_the_same_and_always_found_the_same() =>
        Prop.ForAll(Texts, text =>
        {
            var ring = RingOf("k1", "k1");
            var (one, other) = (ring.Seal(Booking, text, text), ring.Seal(Booking, text, text));
            one.KeyId.ShouldNotBe(other.KeyId);
            one.Ciphertext.ShouldNotBe(other.Ciphertext);
            one.SealedKey.ShouldNotBe(other.SealedKey);
            one.Person.ShouldBe(other.Person);
            one.Person.Length.ShouldBe(KeyRing.PersonChars);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void One_bit_that_is_changed_anywhere_keeps_it_shut() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), number =>
        {
            var ring = RingOf("k1", "k1");
            var email = ring.Seal(Booking, "asha@example.com", "asha@example.com");
            var bytes = number % 2 == 0 ? email.SealedKey : email.Ciphertext;
            var bit = number / 2 % (8 * bytes.Length);
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            // A bit of the head may name a key that there is not.
            var refusal = Should.Throw<Exception>(() => Open(ring, email));
            (refusal is CryptographicException or KeyRingException).ShouldBeTrue(refusal.ToString());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Another_key_of_the_same_name_another_booking_and_another_data_key_keep_it_shut()
    {
        var ring = RingOf("k1", "k1");
        var email = ring.Seal(Booking, "asha@example.com", "asha@example.com");
        var other = ring.Seal(Booking, "asha@example.com", "asha@example.com");

        Should.Throw<CryptographicException>(() => Open(RingOf("k1", "k1"), email));
        Should.Throw<CryptographicException>(
            () => ring.Open(BookingId.Random(new ShowId(7)), email.KeyId, email.SealedKey, email.Ciphertext));
        Should.Throw<CryptographicException>(
            () => ring.Open(Booking, other.KeyId, email.SealedKey, email.Ciphertext));
        Should.Throw<CryptographicException>(
            () => ring.Open(Booking, other.KeyId, other.SealedKey, email.Ciphertext));
        Should.Throw<CryptographicException>(() => ring.Open(Booking, email.KeyId, email.SealedKey, []));
        Should.Throw<CryptographicException>(() => ring.Open(Booking, email.KeyId, [], email.Ciphertext));
    }

    [Fact]
    public void A_data_key_that_is_sealed_anew_opens_the_same_and_needs_the_old_key_no_more()
    {
        var keys = Keys("k1", "k2", "k3");
        var old = new KeyRing("k1", "k3", keys);
        var now = new KeyRing("k2", "k3", keys);
        keys.Remove("k1");
        var later = new KeyRing("k2", "k3", keys);
        var email = old.Seal(Booking, "asha@example.com", "asha@example.com");

        old.Rewrap(email.KeyId, email.SealedKey).ShouldBeNull();
        var anew = email with { SealedKey = now.Rewrap(email.KeyId, email.SealedKey).ShouldNotBeNull() };

        Open(later, anew).ShouldBe("asha@example.com");
        now.Rewrap(anew.KeyId, anew.SealedKey).ShouldBeNull();
        later.PersonOf("asha@example.com").ShouldBe(email.Person);
        Should.Throw<KeyRingException>(() => Open(later, email)).Message.ShouldContain("'k1'");
    }

    [Fact]
    public void A_note_opens_for_its_booking_as_what_it_is_and_not_otherwise() => Prop.ForAll(Texts, text =>
    {
        var ring = RingOf("k1", "k1");
        var note = ring.SealNote(Booking, text, text);
        string Open(string kind, BookingId booking, byte[] sealedText) =>
            ring.Open(kind, booking, note.KeyId, note.SealedKey, sealedText);

        Open(DataKey.Note, Booking, note.Text!).ShouldBe(text);
        Open(DataKey.PublicReason, Booking, note.PublicReason!).ShouldBe(text);
        // What is for colleagues is not told to the buyer, whoever changes the columns.
        Should.Throw<CryptographicException>(() => Open(DataKey.PublicReason, Booking, note.Text!));
        Should.Throw<CryptographicException>(() => Open(DataKey.Note, Booking, note.PublicReason!));
        Should.Throw<CryptographicException>(() => Open(DataKey.Email, Booking, note.Text!));
        Should.Throw<CryptographicException>(
            () => Open(DataKey.Note, BookingId.Random(new ShowId(7)), note.Text!));
        Should.Throw<CryptographicException>(() => RingOf("k1", "k1").Open(
            DataKey.Note, Booking, note.KeyId, note.SealedKey, note.Text!));
        ring.SealNote(Booking, text, publicReason: null).PublicReason.ShouldBeNull();
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));

    [Fact]
    public void A_secret_opens_under_its_name_with_its_key_unchanged_and_not_otherwise() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>().Filter(bytes => bytes is not null), secret =>
        {
            var keys = Keys("k1", "k2");
            var (old, now) = (new KeyRing("k1", "k1", keys), new KeyRing("k2", "k1", keys));
            var first = old.SealSecret("people/1", secret);
            var second = now.ResealSecret("people/1", first).ShouldNotBeNull();
            var bit = RandomNumberGenerator.GetInt32(8 * first.Length);
            byte[] changed = [.. first];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));

            old.OpenSecret("people/1", first).ShouldBe(secret);
            now.OpenSecret("people/1", second).ShouldBe(secret);
            old.ResealSecret("people/1", first).ShouldBeNull();
            old.SealSecret("people/1", secret).ShouldNotBe(first);
            Should.Throw<CryptographicException>(() => old.OpenSecret("people/2", first));
            Should.Throw<CryptographicException>(() => RingOf("k1", "k1").OpenSecret("people/1", first));
            Should.Throw<CryptographicException>(() => old.OpenSecret("people/1", secret));
            Should.Throw<CryptographicException>(() => old.OpenSecret("people/1", first.AsSpan()[..^1]));
            keys.Remove("k1");
            Should.Throw<KeyRingException>(() => new KeyRing("k2", "k2", keys).OpenSecret("people/1", first))
                .Message.ShouldContain("'k1'");
            // A bit of the head may name a key that there is not.
            var refusal = Should.Throw<Exception>(() => old.OpenSecret("people/1", changed));
            (refusal is CryptographicException or KeyRingException).ShouldBeTrue(refusal.ToString());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void A_data_key_is_no_secret_and_a_secret_no_data_key()
    {
        var ring = RingOf("k1", "k1");
        var email = ring.Seal(Booking, "asha@example.com", "asha@example.com");
        var secret = ring.SealSecret("secrets/booking_id", new byte[KeyRing.KeyBytes]);

        Should.Throw<CryptographicException>(() => ring.OpenSecret("secrets/booking_id", email.SealedKey));
        Should.Throw<CryptographicException>(() => ring.Open(Booking, email.KeyId, secret, email.Ciphertext));
    }

    [Fact]
    public void People_are_found_by_one_key_only()
    {
        var keys = Keys("k1", "k2");
        var person = new KeyRing("k1", "k1", keys).PersonOf("asha@example.com");

        new KeyRing("k2", "k1", keys).PersonOf("asha@example.com").ShouldBe(person);
        new KeyRing("k1", "k2", keys).PersonOf("asha@example.com").ShouldNotBe(person);
        new KeyRing("k1", "k1", keys).PersonOf("bo@example.com").ShouldNotBe(person);
        KeyRing.Nobody().Length.ShouldBe(KeyRing.PersonChars);
        KeyRing.Nobody().ShouldNotBe(KeyRing.Nobody());
    }

    [Theory]
    [InlineData("k2", "k1", 32, "'active' names the key 'k2'")]
    [InlineData("k1", "k2", 32, "'finding' names the key 'k2'")]
    [InlineData("k1", "k1", 31, "has 31 bytes; it must have 32")]
    [InlineData("K 1", "K 1", 32, "'K 1' is no id of a key")]
    public void A_ring_that_lacks_something_says_what(string active, string finding, int bytes, string problem)
    {
        var keys = new Dictionary<string, byte[]> { [active == "K 1" ? active : "k1"] = new byte[bytes] };

        Should.Throw<KeyRingException>(() => new KeyRing(active, finding, keys)).Message.ShouldContain(problem);
    }

    private static string Open(KeyRing ring, SealedEmail email) =>
        ring.Open(Booking, email.KeyId, email.SealedKey, email.Ciphertext);

    private static KeyRing RingOf(string active, string finding) => new(active, finding, Keys(active, finding));

    private static Dictionary<string, byte[]> Keys(params string[] ids) =>
        ids.Distinct().ToDictionary(id => id, _ => RandomNumberGenerator.GetBytes(KeyRing.KeyBytes));
}
