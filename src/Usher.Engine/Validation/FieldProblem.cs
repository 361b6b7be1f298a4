using FluentValidation;

namespace Usher.Engine.Validation;

/// <summary>What is wrong with one field.</summary>
/// <param name="Field">The field's name in what was checked.</param>
/// <param name="Problem">What it must be, as the end of a sentence that begins with the field's name.</param>
public sealed record FieldProblem(string Field, string Problem);

internal static class FieldProblems
{
    /// <summary>Everything that is wrong with it, field by field; nothing if it is right.</summary>
    public static IEnumerable<FieldProblem> Problems<T>(this IValidator<T> validator, T value) =>
        validator.Validate(value).Errors.Select(error => new FieldProblem(error.PropertyName, error.ErrorMessage));
}
