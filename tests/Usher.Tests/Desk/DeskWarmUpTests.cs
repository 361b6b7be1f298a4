using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Usher.Server.Hosting;
using Usher.Testing;

namespace Usher.Tests.Desk;

public sealed class DeskWarmUpTests(TestApi api) : IClassFixture<TestApi>
{
    [Fact]
    public async Task Every_kind_of_page_is_looked_at_before_the_first_organiser_comes_and_nothing_is_kept()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        await organiser.PostFileAsync("/desk/plans/import", "hall.csv", HallFiles.Csv);
        var show = (await organiser.PostAsync(await organiser.PrepareShowAsync())).ShouldRedirect();
        var booking = await api.Http.BookAsync(1, [1, 2], "mara@example.com");
        var before = await CountAsync();
        using var seen = new Seen();
        using var client = new HttpClient(seen) { BaseAddress = api.Http.BaseAddress };

        await ActivatorUtilities.CreateInstance<DeskWarmUp>(api.Server.Services)
            .RunAsync(client, CancellationToken.None);

        seen.Answers.Values.ShouldAllBe(status => status == HttpStatusCode.OK);
        seen.Answers.Keys.ShouldBe(
            [
                "/desk", "/desk/shows", "/desk/bookings", "/desk/plans", "/desk/shows/new", "/desk/plans/import",
                "/desk/plans/1", $"/desk/bookings/{booking.Field("booking_id")}",
                show, $"{show}/map", $"{show}/edit", $"{show}/prices", $"/desk/bookings?show={show.Split('/')[^1]}",
            ],
            ignoreOrder: true);
        (await CountAsync()).ShouldBe(before);
    }

    private async Task<long> CountAsync()
    {
        await using var command = api.Database.DataSource.CreateCommand("""
            select (select count(*) from shows) + (select count(*) from bookings)
                   + (select count(*) from booking_events)
                   + (select count(*) from show_drafts) + (select count(*) from seating_plan_versions)
                   + (select count(*) from secrets)
            """);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private sealed class Seen() : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        public ConcurrentDictionary<string, HttpStatusCode> Answers { get; } = new(StringComparer.Ordinal);

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            Answers[request.RequestUri!.PathAndQuery] = answer.StatusCode;
            return answer;
        }
    }
}
