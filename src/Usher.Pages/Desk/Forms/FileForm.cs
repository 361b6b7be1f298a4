using Usher.Http.Fields;
using Usher.Pages.Kit;

namespace Usher.Pages.Desk.Forms;

/// <summary>Reads forms that may carry a file, in the field <c>file</c>.</summary>
internal static class FileForm
{
    public const string Field = "file";

    /// <summary>What was sent; null with an error if it was too large or is no form.</summary>
    /// <param name="context">The request.</param>
    /// <param name="tooLarge">What is wrong with a larger one: the end of a sentence that begins with the file.</param>
    /// <param name="errors">What is wrong.</param>
    public static async Task<IFormCollection?> ReadAsync(HttpContext context, string tooLarge, FieldErrors errors)
    {
        try
        {
            if (await PageForm.ReadAsync(context) is { } form)
            {
                return form;
            }

            errors.Add(Field, "was not uploaded completely; upload it again");
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            errors.Add(Field, tooLarge);
        }

        return null;
    }

    /// <summary>The file's bytes; null if none was chosen.</summary>
    public static async Task<byte[]?> BytesAsync(IFormFile? file, CancellationToken ct)
    {
        if (file is not { FileName.Length: > 0 })
        {
            return null;
        }

        using var bytes = new MemoryStream((int)file.Length);
        await file.CopyToAsync(bytes, ct);
        return bytes.ToArray();
    }
}
