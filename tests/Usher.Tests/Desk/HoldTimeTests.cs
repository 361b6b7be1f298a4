using Usher.Http.Fields;
using Usher.Pages.Desk.Forms;

namespace Usher.Tests.Desk;

public sealed class HoldTimeTests
{
    [Theory]
    [InlineData("10", 600)]
    [InlineData("1:30", 90)]
    [InlineData("0:01", 1)]
    [InlineData("1.5", 90)]
    [InlineData("2,25", 135)]
    [InlineData("1440", 86_400)]
    public void Minutes_are_read_as_people_write_them(string text, int seconds)
    {
        var errors = new FieldErrors();

        HoldTime.Read(text, "hold_minutes", errors).ShouldBe(seconds);

        errors.Any.ShouldBeFalse();
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1440:01")]
    [InlineData("1441")]
    [InlineData("1:60")]
    [InlineData("1:5")]
    [InlineData("1:02:03")]
    [InlineData("0.001")]
    [InlineData("1,440")]
    [InlineData("1.01")]
    [InlineData("99999999999")]
    [InlineData("ten")]
    [InlineData(":30")]
    public void What_could_mean_something_else_is_refused(string text)
    {
        var errors = new FieldErrors();

        HoldTime.Read(text, "hold_minutes", errors).ShouldBeNull();

        errors.Has("hold_minutes").ShouldBeTrue();
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData(600, "10")]
    [InlineData(77, "1:17")]
    [InlineData(5, "0:05")]
    [InlineData(86_400, "1440")]
    public void A_stored_hold_comes_back_as_it_was(int? seconds, string text)
    {
        HoldTime.Write(seconds).ShouldBe(text);
        HoldTime.Read(text, "hold_minutes", new FieldErrors()).ShouldBe(seconds);
    }
}
