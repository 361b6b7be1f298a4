namespace Usher.Pages.Desk.SignIn;

/// <summary>The form that asks for a code.</summary>
/// <param name="ReturnUrl">The page that was asked for.</param>
/// <param name="Ticket">Whose password was right.</param>
/// <param name="Problem">Why the last attempt failed; null before the first.</param>
public sealed record CodeView(string ReturnUrl, string Ticket, string? Problem);
