using Usher.Engine.Validation;

namespace Usher.Tests.Settings;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("A")]
    [InlineData(" Gala ")]
    [InlineData("7")]
    [InlineData("–")]
    [InlineData("Über den Wolken")]
    [InlineData("नाटक")]
    [InlineData("عرض مسائي")]
    [InlineData("می\u200Cخواهم")]
    [InlineData("👩\u200D👩\u200D👧")]
    [InlineData("❤\uFE0F")]
    [InlineData("🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F")]
    [InlineData("e\u0301")]
    public void What_people_can_read_is_right(string text) => VisibleText.Problem(text).ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData(" \u00A0\u3000")]
    [InlineData("\u200B")]
    [InlineData("\uFEFF")]
    [InlineData("\u2060\u200D")]
    [InlineData("\u3164")]
    [InlineData("\u2800")]
    [InlineData("\u0301")]
    [InlineData("\uFE0F")]
    public void There_must_be_something_to_see(string text) =>
        VisibleText.Problem(text).ShouldBe("must have at least one visible character");

    [Theory]
    [InlineData("\u202E", "U+202E")]
    [InlineData("Gala\u202Edesrever", "U+202E")]
    [InlineData("\u2067Gala\u2069", "U+2067")]
    [InlineData("a\u202Bb", "U+202B")]
    public void Nothing_turns_the_letters_around(string text, string code) => VisibleText.Problem(text)
        .ShouldBe($"must not contain characters that change the text direction ({code})");

    [Theory]
    [InlineData("Gala\uFEFF", "U+FEFF")]
    [InlineData("\u200BGala", "U+200B")]
    [InlineData("Gala\u200D ", "U+200D")]
    [InlineData("\u00ADGala", "U+00AD")]
    [InlineData("Stalls\u2800", "U+2800")]
    [InlineData("\u3164Stalls", "U+3164")]
    public void Nothing_invisible_stands_at_an_end(string text, string code) => VisibleText.Problem(text)
        .ShouldBe($"must not begin or end with an invisible character ({code})");
}
