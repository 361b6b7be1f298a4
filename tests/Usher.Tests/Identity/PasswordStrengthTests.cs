using Usher.Http.Security;

namespace Usher.Tests.Identity;

public sealed class PasswordStrengthTests
{
    [Theory]
    [InlineData("vermilion-otter-41-quays")]
    [InlineData("k3vQz8xL7TnWp2Rj")]
    [InlineData("зелёный чайник 7 облаков")]
    [InlineData("傘と月光と三匹の猫とピアノ")]
    public void What_nobody_guesses_is_taken(string password) =>
        PasswordStrength.Weakness(password, "mona@example.com", "Mona").ShouldBeNull();

    [Theory]
    [InlineData("short-one-9", "is too short: it needs at least 12 characters")]
    [InlineData("aaaaaaaaaaaaaaaa", "has too few different characters: it needs at least 8")]
    [InlineData("abcabcabcabcabcabc", "has too few different characters: it needs at least 8")]
    [InlineData("passwordpassword123", "consists of common words or sequences of characters")]
    [InlineData("qwertyuiop123456", "consists of common words or sequences of characters")]
    [InlineData("unbelievable", "is among the most common ones, which are tried first")]
    [InlineData("ManchesterUnited", "is among the most common ones, which are tried first")]
    [InlineData("counterstrike", "is among the most common ones, which are tried first")]
    [InlineData("skateboarding", "is among the most common ones, which are tried first")]
    [InlineData("monalisa.grahamx", "is made of your own name or e-mail address")]
    public void What_is_tried_first_is_refused(string password, string problem) =>
        PasswordStrength.Weakness(password, "monalisa.graham@example.com", "Monalisa Graham").ShouldBe(problem);

    [Fact]
    public void More_of_the_most_common_ones_are_known_than_anybody_asks_for() =>
        CommonPasswords.Count.ShouldBeGreaterThan(3_000);

    [Fact]
    public void It_has_an_end() =>
        PasswordStrength.Weakness(string.Concat(Enumerable.Range(0, 300).Select(i => (char)('!' + i % 90))))
            .ShouldBe("is too long: it can have at most 256 characters");
}
