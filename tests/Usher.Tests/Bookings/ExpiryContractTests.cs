using System.Net;
using Usher.Testing;

namespace Usher.Tests.Bookings;

public sealed class ExpiryContractTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_lapsed_hold_goes_to_the_next_buyer_and_its_confirmation_is_refused_with_the_reason()
    {
        var clock = TestClock.AtOpening();
        await using var server = await TestServer.StartAsync(database.DataSources, "Development", clock);
        var show = await server.CreateShowAsync(holdSeconds: 120);
        var late = (await server.Http.BookAsync(show.Id, [5, 6])).Field("booking_id");
        clock.Advance(TimeSpan.FromSeconds(121));

        var next = await server.Http.BookAsync(show.Id, [6]);
        var refused = await server.Http.PostNothingAsync($"/api/bookings/{late}/confirm");

        next.Status.ShouldBe(HttpStatusCode.Created);
        refused.Status.ShouldBe(HttpStatusCode.Conflict);
        (refused.Field("status"), refused.Field("reason")).ShouldBe(("FAILED", "EXPIRED"));
        (await server.Http.GetAnswerAsync($"/api/bookings/{late}")).Field("reason").ShouldBe("EXPIRED");
    }

    [Fact]
    public async Task An_expired_booking_is_failed_and_allows_no_change()
    {
        var clock = TestClock.AtOpening();
        await using var server = await TestServer.StartAsync(database.DataSources, "Development", clock);
        var show = await server.CreateShowAsync(holdSeconds: 120);
        var id = (await server.Http.BookAsync(show.Id, [5])).Field("booking_id");
        clock.Advance(TimeSpan.FromSeconds(121));
        BookingId.TryParse(id, out var bookingId).ShouldBeTrue();
        await server.Bookings.ExpireAsync(bookingId, Actor.Sweep, CancellationToken.None);

        foreach (var change in new[] { "confirm", "cancel", "extend" })
        {
            var refused = await server.Http.PostNothingAsync($"/api/bookings/{id}/{change}");
            refused.Status.ShouldBe(HttpStatusCode.Conflict, change);
            (refused.Field("status"), refused.Field("reason")).ShouldBe(("FAILED", "EXPIRED"), change);
        }
    }
}
