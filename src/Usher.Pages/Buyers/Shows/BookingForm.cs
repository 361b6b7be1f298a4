using System.Globalization;
using System.Runtime.InteropServices;
using Usher.Engine.SeatingPlans;
using Usher.Engine.Selling;
using Usher.Engine.Shows;
using Usher.Pages.Kit;
using Usher.Pages.Kit.Pictures;

namespace Usher.Pages.Buyers.Shows;

/// <summary>What a form requests: certain seats, or a number of the best.</summary>
internal abstract record BookingForm(ShowId ShowId, string Key)
{
    /// <summary>The page where the choice is made.</summary>
    public virtual string BackUrl => SeatChoice.Url(ShowId, Seats);

    /// <summary>Where the form goes.</summary>
    public string Action => string.Create(CultureInfo.InvariantCulture, $"/shows/{ShowId}/book");

    public virtual IReadOnlyList<int> Seats => [];

    public abstract BookRequest ToRequest();

    /// <summary>The form's fields, to be sent again.</summary>
    public abstract IEnumerable<KeyValuePair<string, string>> Fields();

    /// <summary>"J 16–18", "3 seats together"; only where the plan is known.</summary>
    public abstract string Words(SeatingView view);

    /// <summary>The form; or, in the words of the show's kind, what is wrong with it.</summary>
    public static (BookingForm? Request, Func<PlanKind, string>? Refusal) Read(ShowId showId, IFormCollection form)
    {
        var key = form["key"].ToString();
        if (form.ContainsKey("count"))
        {
            return ReadBest(showId, key, form["count"].ToString(), form["category"].ToString());
        }

        return SeatChoice.Read(form["seat"], BookRequest.SeatsMax) switch
        {
            null => (null, kind => $"Choose at most {SeatNames.Count(kind, BookRequest.SeatsMax)}."),
            [] => (null, kind => $"You have not chosen a {SeatNames.Noun(kind, 1)}."),
            var seats => (new Named(showId, key, seats), null),
        };
    }

    /// <summary>The best seats, so many of them; or, in words, what is wrong with it.</summary>
    public static (BookingForm? Request, Func<PlanKind, string>? Refusal) ReadBest(
        ShowId showId, string key, string countText, string category)
    {
        if (!int.TryParse(countText, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count is < 1 or > BookRequest.SeatsMax)
        {
            return (null, kind => $"Choose 1 to {SeatNames.Count(kind, BookRequest.SeatsMax)}.");
        }

        return category.Length > Price.CategoryCharsMax
            ? (null, _ => "This show has no such price.")
            : (new Best(showId, key, count, category), null);
    }

    internal sealed record Named(ShowId ShowId, string Key, int[] Numbers) : BookingForm(ShowId, Key)
    {
        public override IReadOnlyList<int> Seats => Numbers;

        public override BookRequest ToRequest() => new(
            ShowId, Email: null, ImmutableCollectionsMarshal.AsImmutableArray(Numbers), FormKey.For(Key, Numbers));

        public override IEnumerable<KeyValuePair<string, string>> Fields() => Numbers
            .Select(seat => KeyValuePair.Create("seat", seat.ToString(CultureInfo.InvariantCulture)));

        public override string Words(SeatingView view) => SeatNames.Brief(view.Plan, Numbers);
    }

    internal sealed record Best(ShowId ShowId, string Key, int Count, string Category) : BookingForm(ShowId, Key)
    {
        public override string BackUrl => string.Create(CultureInfo.InvariantCulture, $"/shows/{ShowId}");

        public override BookRequest ToRequest() => BookRequest.ForBest(
            ShowId, email: null, Count, Category.Length > 0 ? Category : null,
            idempotencyKey: FormKey.For(Key, $"best {Count} {Category}"));

        public override IEnumerable<KeyValuePair<string, string>> Fields() =>
        [
            new("count", Count.ToString(CultureInfo.InvariantCulture)), new("category", Category),
        ];

        public override string Words(SeatingView view) => $"{SeatNames.Count(Count)}{(Count > 1 ? " together" : "")}";
    }
}
