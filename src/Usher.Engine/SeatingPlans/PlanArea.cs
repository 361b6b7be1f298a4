using System.Collections.Immutable;

namespace Usher.Engine.SeatingPlans;

/// <summary>Something to draw behind the seats: a stage, a wall, a word. Places are absolute.</summary>
public abstract record PlanArea
{
    private PlanArea()
    {
    }

    /// <summary>What fills it, as CSS writes colours; null: nothing.</summary>
    public string? Color { get; init; }

    /// <summary>What its edge is drawn with; null: nothing.</summary>
    public string? BorderColor { get; init; }

    /// <summary>Degrees, clockwise, about its position.</summary>
    public double Rotation { get; init; }

    /// <summary>Words that belong to it; null: none.</summary>
    public AreaText? Label { get; init; }

    /// <summary>Corners in order; at least three.</summary>
    public sealed record Polygon(ImmutableArray<PlanPoint> Points) : PlanArea
    {
        internal override PlanArea Moved(Func<PlanPoint, PlanPoint> move, double scale) =>
            new Polygon([.. Points.Select(move)]).Like(this, move, scale);
    }

    /// <summary>A rectangle by its upper left corner, about which it turns.</summary>
    public sealed record Rectangle(PlanPoint Position, double Width, double Height) : PlanArea
    {
        internal override PlanArea Moved(Func<PlanPoint, PlanPoint> move, double scale) =>
            new Rectangle(move(Position), Tenths(Width * scale), Tenths(Height * scale)).Like(this, move, scale);
    }

    /// <summary>An ellipse, or a circle, by its centre.</summary>
    public sealed record Ellipse(PlanPoint Center, double RadiusX, double RadiusY) : PlanArea
    {
        internal override PlanArea Moved(Func<PlanPoint, PlanPoint> move, double scale) =>
            new Ellipse(move(Center), Tenths(RadiusX * scale), Tenths(RadiusY * scale)).Like(this, move, scale);
    }

    /// <summary>Words by themselves: its <see cref="PlanArea.Label"/>.</summary>
    public sealed record Text : PlanArea
    {
        internal override PlanArea Moved(Func<PlanPoint, PlanPoint> move, double scale) =>
            new Text().Like(this, move, scale);
    }

    /// <summary>The same at another place and size.</summary>
    internal abstract PlanArea Moved(Func<PlanPoint, PlanPoint> move, double scale);

    internal static double Tenths(double value) => Math.Round(value, 1, MidpointRounding.AwayFromZero);

    private PlanArea Like(PlanArea other, Func<PlanPoint, PlanPoint> move, double scale) => this with
    {
        Color = other.Color,
        BorderColor = other.BorderColor,
        Rotation = Tenths(other.Rotation),
        Label = other.Label is { } label
            ? label with { Position = move(label.Position), Size = Tenths(label.Size * scale) }
            : null,
    };
}

/// <summary>Words in the plan.</summary>
/// <param name="Text">What to write.</param>
/// <param name="Position">The middle of the words.</param>
/// <param name="Size">The height of the letters in plan units.</param>
/// <param name="Color">As CSS writes it; null: the reader's choice.</param>
public sealed record AreaText(string Text, PlanPoint Position, double Size, string? Color)
{
    /// <summary>The size of letters where nobody chose one.</summary>
    public const double SizeDefault = 16;
}
