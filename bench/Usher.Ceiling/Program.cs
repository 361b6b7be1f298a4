using System.Globalization;
using Usher.Ceiling;

// As the server does.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
return await MeasureCommand.Create().Parse(args).InvokeAsync();
