using System.Net;
using System.Text;
using Usher.Engine.SeatingPlans.Formats;
using Usher.Testing;

namespace Usher.Tests.Cases;

/// <summary>Files that people take along open right where they are opened.</summary>
public sealed class ExportTests(TestApi api) : IClassFixture<TestApi>
{
    private static readonly (string, string) Key = ("X-Api-Key", TestApi.AdminKey);

    [Theory]
    [InlineData("en", ',')]
    [InlineData("de", ';')]
    public async Task Bookings_of_a_cinema_open_in_a_spreadsheet_without_a_date(string language, char separator)
    {
        var show = await CreateCinemaAsync();
        (await api.Http.BookAsync(show, [60])).Status.ShouldBe(HttpStatusCode.Created);
        (await api.Http.BookAsync(show, [1, 2, 3, 13])).Status.ShouldBe(HttpStatusCode.Created);
        using var organiser = await Organiser.SignedInAsync(api);

        var file = await organiser.Http.CallAsync(
            HttpMethod.Get, $"/desk/bookings.csv?show={show}", content: null, ("Accept-Language", language));

        var bytes = await file.Message.Content.ReadAsByteArrayAsync();
        bytes.Take(3).ShouldBe([0xEF, 0xBB, 0xBF]);
        var table = Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF').TrimEnd().Split("\r\n")
            .Select(line => line.Trim('"').Split($"\"{separator}\"")).ToArray();
        string[] Cells(string seats) => table.Single(line => line[Column("seats")] == seats);
        int Column(string name) => Array.IndexOf(table[0], name);
        var single = Cells("Row 5, seat 12");
        (single[Column("section")], single[Column("row")], single[Column("seat")]).ShouldBe(("", "5", "12"));
        single[Column("booked")].ShouldBe("0");
        var group = Cells("Row 1, seats 1 to 3; Row 2, seat 1");
        (group[Column("row")], group[Column("seat")]).ShouldBe(("1; 2", "1 to 3; 1"));
        string[] texts = ["show", "section", "row", "seat", "seats", "email", "reason_for_buyer", "note"];
        table.Skip(1).SelectMany(line => texts.Select(name => line[Column(name)])).ShouldAllBe(cell =>
            CellGuard.Remove(cell) != cell || CellGuard.Add(cell) == cell);
    }

    [Fact]
    public async Task A_plan_of_the_desk_has_its_labels_in_words_and_comes_back_as_it_was()
    {
        using var organiser = await Organiser.SignedInAsync(api);
        var plan = (await organiser.PostFileAsync("/desk/plans/import", "cinema.csv", Encoding.UTF8.GetBytes(
            "row,seat,x,y,category,section\n1-2,5/12,0,0,=Std,-Left\n1-2,7,25.5,0,=Std,-Left\n"))).ShouldRedirect();

        foreach (var (language, line) in new[]
        {
            ("en", "'-Left,'1-2,7,50.5,25,'=Std,,'-Left-1-2-7,\"'-Left, Row 1-2, seat 7\""),
            ("de", "'-Left;'1-2;7;50,5;25;'=Std;;'-Left-1-2-7;\"'-Left, Row 1-2, seat 7\""),
            ("de-CH", "'-Left;'1-2;7;50.5;25;'=Std;;'-Left-1-2-7;\"'-Left, Row 1-2, seat 7\""),
        })
        {
            var file = await organiser.Http.CallAsync(
                HttpMethod.Get, $"{plan}/1.csv", content: null, ("Accept-Language", language));
            var bytes = await file.Message.Content.ReadAsByteArrayAsync();

            bytes.Take(3).ShouldBe([0xEF, 0xBB, 0xBF]);
            Encoding.UTF8.GetString(bytes).Split("\r\n")[2].ShouldBe(line);
            var again = PlanCsv.Read(bytes, "cinema").Plan.ShouldNotBeNull();
            again.NameOf(1).ShouldBe("Row 1-2, seat 5/12");
            again.Sections.ShouldBe(["-Left"]);
            again.Seats[1].X.ShouldBe(50.5);
        }
    }

    [Fact]
    public async Task Each_booking_is_an_event_of_its_own()
    {
        var show = await api.Server.CreateShowAsync();
        var events = new List<string>();
        foreach (var seat in new[] { 1, 2 })
        {
            var booking = (await api.Http.HoldAsync(show.Id, seat)).ShouldRedirect();
            (await api.Http.PostFormAsync(booking + "/confirm", [("email", "asha@example.com")])).ShouldRedirect();
            var calendar = (await api.Http.GetPageAsync(booking + "/show.ics")).Text;
            (await api.Http.GetPageAsync(booking + "/show.ics")).Text
                .ShouldContain(UidOf(calendar), customMessage: "it is the same event however often it is loaded");
            // The booking's id is its key.
            UidOf(calendar).ShouldNotContain(booking.Split('/')[^1]);
            events.Add(UidOf(calendar));
        }

        events.Distinct().Count().ShouldBe(2);
        events.ShouldAllBe(one => one.StartsWith("UID:booking-", StringComparison.Ordinal));
    }

    private static string UidOf(string calendar) => calendar.Replace("\r\n ", "", StringComparison.Ordinal)
        .Split("\r\n").Single(line => line.StartsWith("UID:", StringComparison.Ordinal));

    private async Task<long> CreateCinemaAsync()
    {
        var text = Encoding.UTF8.GetString(Case.Read("cinema-without-sections-show.json"))
            .Replace("2027-06-01", "2999-06-01", StringComparison.Ordinal);
        var made = await api.Http.PostJsonAsync("/api/admin/shows", text, Key);
        made.Status.ShouldBe(HttpStatusCode.Created, made.Text);
        return made.Json.GetProperty("id").GetInt64();
    }
}
