using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Generators;
using Usher.Pages.Kit.Pictures;
using Usher.Testing;

namespace Usher.Tests.Cases;

/// <summary>More prices than colours: each can be told from every other.</summary>
public sealed class SevenPricesTests(TestApi api) : IClassFixture<TestApi>
{
    [Fact]
    public void However_many_categories_a_plan_may_have_no_two_look_alike()
    {
        var draft = new PlanDraft { Name = "Hall" };
        draft.AddSection("Main");
        var row = draft.AddRow(0, "A");
        for (var i = 0; i < PlanLimits.CategoriesMax; i++)
        {
            draft.Categories.Add(new PlanCategory($"P{i}", Color: null));
            draft.Add(row, $"{i + 1}", $"P{i}", 25 * i, 0, SeatKind.Seat);
        }

        var view = SeatingView.OfPlan(draft.FinishOwn());

        view.PriceOrder.Select(category => (view.ColorOf(category), view.MarkOf(category))).ShouldBeUnique();
        view.PriceOrder.Take(5).ShouldAllBe(category => view.MarkOf(category) == 0);
    }

    [Fact]
    public void Beside_the_labels_of_seats_each_price_is_told_too()
    {
        var file = JsonNode.Parse(Case.Read("seven-categories-show.json"))!["seating_plan"]!.ToJsonString();
        var plan = new NewPlan(Encoding.UTF8.GetBytes(file)).Read().Plan.ShouldNotBeNull();

        var picture = LabelledPlan.Of(SeatingView.OfPlan(plan)).ShouldNotBeNull().Value;

        var looks = picture.Split("<path class=\"cat-").Skip(1)
            .Select(seat => (Color: seat[0], IsMarked: seat.Contains("class=\"mark-", StringComparison.Ordinal)));
        looks.Distinct().Count().ShouldBe(7);
    }

    [Fact]
    public async Task A_show_before_its_sale_tells_each_price_by_colour_and_mark()
    {
        var show = JsonNode.Parse(Case.Read("seven-categories-show.json"))!;
        show["start_time"] = "2999-06-01T19:30:00Z";
        show["sales_open_at"] = "2999-01-01T10:00:00Z";
        var made = await api.Http.PostJsonAsync(
            "/api/admin/shows", show.ToJsonString(), ("X-Api-Key", TestApi.AdminKey));
        made.Status.ShouldBe(HttpStatusCode.Created, made.Text);

        var page = (await api.Http.GetPageAsync($"/shows/{made.Field("id")}")).ShouldBePage(HttpStatusCode.OK);

        // The sixth and the seventh have the first two colours, with a stroke.
        var signs = page.Text.Split("<svg class=\"seat cat-").Skip(1).Select(sign => sign.Split("</svg>")[0]);
        signs.Select(sign => (sign[0], sign.Contains("class=\"mark\"", StringComparison.Ordinal)))
            .ShouldBe([('1', false), ('2', false), ('3', false), ('4', false), ('5', false), ('1', true), ('2', true)]);
        page.Text.ShouldContain("<path class=\"mark-1\"");
        page.Text.ShouldContain("<path class=\"mark-2\"");
        page.Text.ShouldNotContain("<path class=\"mark-3\"");
    }
}
