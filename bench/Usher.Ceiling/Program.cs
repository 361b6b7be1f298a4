using Usher.Ceiling;

return await MeasureCommand.Create().Parse(args).InvokeAsync();
