using Usher.Engine.SeatingPlans;
using Usher.Engine.SeatingPlans.Formats;
using Usher.Pages.Desk.Forms;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.Plans;

/// <summary>A seating plan that somebody sends with a form, in the field <c>file</c>.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Reading">The plan, or what is wrong with it.</param>
internal sealed record PlanFile(string Name, PlanReading Reading)
{
    public const string Field = FileForm.Field;
    public const string StageField = "stage";
    public const string KindField = "kind";
    public const string LettersField = "letters";

    private const int NameCharsMax = 80;

    /// <summary>The file in a form; null if none was chosen.</summary>
    /// <param name="form">What was sent.</param>
    /// <param name="name">What to call the plan; empty: as the file does, or else as the file is called.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task<PlanFile?> ReadAsync(IFormCollection? form, string name, CancellationToken ct)
    {
        if (form?.Files.GetFile(Field) is not { } file || await FileForm.BytesAsync(file, ct) is not { } bytes)
        {
            return null;
        }

        var fileName = Path.GetFileName(file.FileName.Replace('\\', '/'));
        var plan = new NewPlan(bytes)
        {
            Name = name,
            NameDefault = Shortened(Path.GetFileNameWithoutExtension(fileName)),
            Stage = ReadStage(form),
            Kind = ReadKind(form),
            Letters = TableLetters.Parse(form[LettersField].ToString()) ?? TableLetters.Of(ReaderCulture.Current),
        };
        return new PlanFile(Shortened(fileName), plan.Read());
    }

    /// <summary>Where the stage is; null: as the plan says.</summary>
    public static StageSide? ReadStage(IFormCollection? form) => StageSides.Parse(form?[StageField].ToString() ?? "");

    /// <summary>What the places are; null: as the plan says.</summary>
    public static PlanKind? ReadKind(IFormCollection? form) => PlanKinds.Parse(form?[KindField].ToString() ?? "");

    /// <summary>The address that tells how the letters of the file were read, if that had to be assumed.</summary>
    public string Tell(string url) =>
        Reading.Letters is { } letters ? $"{url}?{LettersField}={letters.Name}" : url;

    private static string Shortened(string text) =>
        new([.. text.Where(letter => !char.IsControl(letter)).Take(NameCharsMax)]);
}
