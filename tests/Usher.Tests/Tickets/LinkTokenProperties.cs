using FsCheck;
using FsCheck.Fluent;
using Usher.BoxOffice.Tickets;

namespace Usher.Tests.Tickets;

/// <summary>What holds of every link, whatever it is for.</summary>
public sealed class LinkTokenProperties
{
    private const string Purpose = "ticket";
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static readonly string[] OtherPurposes = ["", "ticke", "tickets", "Ticket", "queue", "ticket\0"];

    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(1000);

    private static readonly Gen<TicketKey> Keys =
        from number in Gen.Choose(1, LinkToken.KeyNumberMax)
        from secret in Gen.Choose(0, byte.MaxValue).ArrayOf(32)
        select new TicketKey(number, [.. secret.Select(part => (byte)part)]);

    private static readonly Gen<BookingId> Bookings =
        from show in Gen.Choose(1, int.MaxValue)
        from name in Gen.Choose(0, int.MaxValue)
        select BookingId.FromKey([1, 2, 3], new OrganizationId(1), new ShowId(show), $"{name}");

    private static readonly Gen<DateTime> Ends =
        from minute in Gen.Choose(0, int.MaxValue)
        from tick in Gen.Choose(0, (int)TimeSpan.TicksPerMinute)
        select DateTime.UnixEpoch.AddMinutes(minute).AddTicks(tick);

    private static readonly Gen<Made> Tokens =
        from key in Keys
        from booking in Bookings
        from end in Ends
        select new Made(key, booking, end, LinkToken.Make(key, Purpose, booking, end).ToString());

    [Fact]
    public void What_was_made_is_read_as_it_was_made() => Check(Tokens, made =>
    {
        made.Text.Length.ShouldBe(LinkToken.Chars);
        made.Text.ShouldAllBe(letter => Letters.Contains(letter));
        var read = LinkToken.Read(made.Text).ShouldNotBeNull();
        read.KeyNumber.ShouldBe(made.Key.Number);
        (read.EndsAt - made.End).ShouldBeInRange(TimeSpan.Zero, TimeSpan.FromMinutes(1));
        read.IsSigned(made.Key, Purpose, made.Booking).ShouldBeTrue();
        LinkToken.Make(made.Key, Purpose, made.Booking, read.EndsAt).ToString().ShouldBe(made.Text);
    });

    [Fact]
    public void Any_other_letter_in_any_place_makes_it_worthless() => Check(
        from made in Tokens
        from at in Gen.Choose(0, LinkToken.Chars - 1)
        from letter in Gen.Elements(Letters.ToArray())
        where made.Text[at] != letter
        select (made, Altered: $"{made.Text[..at]}{letter}{made.Text[(at + 1)..]}"),
        one => LinkToken.Read(one.Altered)?.IsSigned(one.made.Key, Purpose, one.made.Booking)
            .ShouldBeFalse(one.Altered));

    [Fact]
    public void It_is_good_for_one_booking_one_purpose_and_one_key() => Check(
        from made in Tokens
        from key in Keys
        from booking in Bookings
        where booking != made.Booking
        select (made, key, booking),
        one =>
        {
            var (made, key, booking) = one;
            var read = LinkToken.Read(made.Text)!;
            read.IsSigned(made.Key, Purpose, booking).ShouldBeFalse();
            read.IsSigned(key, Purpose, made.Booking).ShouldBeFalse();
            foreach (var other in OtherPurposes)
            {
                read.IsSigned(made.Key, other, made.Booking).ShouldBeFalse(other);
            }
        });

    [Fact]
    public void What_is_cut_or_has_more_is_none() => Check(
        from made in Tokens from length in Gen.Choose(0, LinkToken.Chars - 1) select (made.Text, length),
        one =>
        {
            LinkToken.Read(one.Text[..one.length]).ShouldBeNull();
            LinkToken.Read(one.Text + one.Text[..(one.length + 1)]).ShouldBeNull();
            LinkToken.Read(one.Text[..one.length].PadRight(LinkToken.Chars)).ShouldBeNull();
            LinkToken.Read(one.Text[..one.length].PadRight(LinkToken.Chars, '=')).ShouldBeNull();
        });

    [Fact]
    public void Whatever_text_comes_is_refused_without_a_fuss() => Check(
        ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""),
        text =>
        {
            LinkToken.Read(text).ShouldBeNull();
            LinkToken.Read(text.PadRight(LinkToken.Chars, 'é')[..LinkToken.Chars]).ShouldBeNull();
        });

    [Fact]
    public void Every_letter_of_the_alphabet_may_come_in_any_order() => Check(
        Gen.Elements(Letters.ToArray()).ArrayOf(LinkToken.Chars).Select(letters => new string(letters)),
        text => LinkToken.Read(text)?.IsSigned(new TicketKey(1, new byte[32]), Purpose, new BookingId(Guid.Empty))
            .ShouldBeFalse());

    [Fact]
    public void The_last_moment_that_there_is_can_be_an_end()
    {
        var key = new TicketKey(1, new byte[32]);

        LinkToken.Make(key, Purpose, new BookingId(Guid.Empty), DateTime.MaxValue).EndsAt
            .ShouldBe(DateTime.MaxValue, TimeSpan.FromMinutes(1));
        LinkToken.Make(key, Purpose, new BookingId(Guid.Empty), DateTime.MinValue).EndsAt
            .ShouldBe(DateTime.UnixEpoch);
    }

    private static void Check<T>(Gen<T> drawn, Action<T> holds) =>
        Prop.ForAll(drawn.ToArbitrary(), one =>
        {
            holds(one);
            return true;
        }).Check(Thorough);

    private sealed record Made(TicketKey Key, BookingId Booking, DateTime End, string Text);
}
