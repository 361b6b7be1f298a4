using Usher.Http.Fields;
using Usher.Pages.Desk.Forms;
using Usher.Pages.Kit;

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
    [InlineData("abc")]
    [InlineData(":30")]
    public void What_could_mean_something_else_is_refused(string text)
    {
        var errors = new FieldErrors();

        HoldTime.Read(text, "hold_minutes", errors).ShouldBeNull();

        errors.ToWords()["hold_minutes"]
            .ShouldBe("must be 0:01 (one second) to 1,440 minutes, such as 10, or 1:30 with seconds");
    }

    [Theory]
    [InlineData(1, "1 second", "1 more second")]
    [InlineData(45, "45 seconds", "45 more seconds")]
    [InlineData(60, "1 minute", "1 more minute")]
    [InlineData(600, "10 minutes", "10 more minutes")]
    [InlineData(90, "1 minute 30 seconds", "1 minute 30 seconds more")]
    [InlineData(121, "2 minutes 1 second", "2 minutes 1 second more")]
    public void A_hold_is_told_in_minutes(int seconds, string span, string more) =>
        (Times.Span(seconds), Times.More(seconds)).ShouldBe((span, more));

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
