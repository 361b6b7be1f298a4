using Usher.Http.Security;
using Usher.Testing;

namespace Usher.Tests.Http;

public sealed class KeyStrengthTests
{
    private const string Unsendable =
        "has characters that cannot be sent in a header, or begins or ends with a space";

    [Theory]
    [InlineData("fifteen-letters", "is too short: it needs at least 16 characters")]
    [InlineData("aaaaaaaaaaaaaaaa", "has too few different characters: it needs at least 8")]
    [InlineData("0101010101010101", "has too few different characters: it needs at least 8")]
    [InlineData("abcdefgabcdefgAB", "has too few different characters: it needs at least 8")]
    [InlineData("k3vQz8xLk3vQz8xL", "repeats the same few characters")]
    [InlineData("k3vQz8xLk3vQz8xLk3v", "repeats the same few characters")]
    [InlineData("a b c d e f g h i", "consists of common words or sequences of characters")]
    [InlineData("CHANGE-ME-PLEASE-CHANGE", "consists of common words or sequences of characters")]
    [InlineData("0123456789abcdef", "consists of common words or sequences of characters")]
    [InlineData("zyxwvutsrqponmlk", "consists of common words or sequences of characters")]
    [InlineData("qwertyuiopasdfgh", "consists of common words or sequences of characters")]
    [InlineData("Password-123456789", "consists of common words or sequences of characters")]
    [InlineData("change-me-change-me-2", "consists of common words or sequences of characters")]
    [InlineData("your-secret-admin-key", "consists of common words or sequences of characters")]
    [InlineData("correct-horse-battery-staple", "consists of common words or sequences of characters")]
    [InlineData("ключ-который-никто-не-угадает", Unsendable)]
    [InlineData("k3vQz8xL 7TnWp2Rj ", Unsendable)]
    public void A_key_that_could_be_guessed_is_refused_with_its_reason(string key, string weakness) =>
        KeyStrength.Weakness(key).ShouldBe(weakness);

    [Fact]
    public void A_key_that_is_longer_than_what_is_compared_is_refused() =>
        KeyStrength.Weakness(Drawn(2000)).ShouldBe("is too long: it can have at most 1024 characters");

    [Theory]
    [InlineData("k3vQz8xL7TnWp2Rj")]
    [InlineData("sixteen-letters!")]
    [InlineData("9f86d081884c7d659a2feaa0c55ad015")]
    [InlineData("a secret that k3vQz8xL7TnWp2Rj tells")]
    [InlineData(TestApi.AdminKey)]
    public void A_key_that_could_not_is_taken(string key) => KeyStrength.Weakness(key).ShouldBeNull();

    // What 'usher admin key' and a server in development make.
    [Fact]
    public void Keys_that_are_drawn_are_taken()
    {
        var random = new Random(20_261_130);
        for (var i = 0; i < 10_000; i++)
        {
            var bytes = new byte[16];
            random.NextBytes(bytes);
            var key = Convert.ToHexStringLower(bytes);
            // One in some hundred million has fewer; it is refused with a reason.
            if (key.Distinct().Count() >= 10)
            {
                KeyStrength.Weakness(key).ShouldBeNull(key);
            }
        }
    }

    private static string Drawn(int length) =>
        string.Concat(Enumerable.Range(0, length).Select(i => (char)('!' + i * 7919 % 89)));
}
